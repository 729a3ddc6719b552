package io.heddle.agent.weave.verify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Class files that the JVM is known to verify: those of the JDK itself. */
final class Corpus implements SuperTypes {
  private final Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
  private final Map<String, @Nullable SuperType> known = new HashMap<>();

  /** The class files of a package of java.base, and of those below it. */
  List<Path> classes(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(modules.resolve("java.base").resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  @Override
  public @Nullable SuperType of(String internalName) {
    return known.computeIfAbsent(internalName, Corpus::read);
  }

  private static @Nullable SuperType read(String internalName) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
      if (in == null) {
        return null;
      }
      ClassReader reader = new ClassReader(in.readAllBytes());
      return new SuperType(
          reader.getSuperName(), (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
