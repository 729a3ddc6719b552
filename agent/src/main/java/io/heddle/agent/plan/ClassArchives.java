package io.heddle.agent.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The class files in jars, wars and folders, with the jars inside of them and those that a manifest
 * names. Of two classes with one name the first counts, as on a class path. Not thread-safe.
 */
final class ClassArchives implements AutoCloseable {
  private static final String CLASS = ".class";
  private static final String JAR = ".jar";
  // where Spring Boot and web applications have their own classes
  private static final List<String> ROOTS = List.of("BOOT-INF/classes/", "WEB-INF/classes/");
  private static final String QUARKUS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

  private final List<Path> paths;
  private final Map<String, Source> classes = new LinkedHashMap<>();
  private final List<JarFile> jars = new ArrayList<>();
  private final List<Path> unpacked = new ArrayList<>();
  private final Deque<Path> waiting = new ArrayDeque<>();
  private final Set<Path> seen = new HashSet<>();

  /** A place where the bytes of a class are. */
  private interface Source {
    byte[] bytes() throws IOException;
  }

  private record InJar(JarFile jar, ZipEntry entry) implements Source {
    @Override
    public byte[] bytes() throws IOException {
      try (InputStream in = jar.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }
  }

  private record InFolder(Path file) implements Source {
    @Override
    public byte[] bytes() throws IOException {
      return Files.readAllBytes(file);
    }
  }

  private ClassArchives(List<Path> paths) {
    this.paths = List.copyOf(paths);
  }

  /**
   * Opens archives and looks what is in them.
   *
   * @throws IOException if one is no archive; the message is one sentence
   */
  static ClassArchives open(List<Path> paths) throws IOException {
    ClassArchives archives = new ClassArchives(paths);
    boolean open = false;
    try {
      for (Path path : paths) {
        archives.waiting.add(path);
        archives.addWaiting();
      }
      if (archives.classes.isEmpty()) {
        throw new IOException("There is no class file in " + archives + ".");
      }
      open = true;
      return archives;
    } finally {
      if (!open) {
        archives.close();
      }
    }
  }

  private void addWaiting() throws IOException {
    while (!waiting.isEmpty()) {
      Path path = waiting.poll().toAbsolutePath().normalize();
      if (seen.add(path)) {
        if (Files.isDirectory(path)) {
          addFolder(path);
        } else {
          addJar(path);
        }
      }
    }
  }

  /** Adds the class files below a folder, whose packages may begin anywhere, and its jars. */
  private void addFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(JAR) || name.endsWith(".war")) {
        waiting.add(file);
      } else if (name.endsWith(CLASS) && !isDescription(name)) {
        String className = ClassFileName.of(Files.readAllBytes(file));
        if (className != null) {
          classes.putIfAbsent(className, new InFolder(file));
        }
      }
    }
  }

  private static boolean isDescription(String file) {
    return file.endsWith("module-info.class") || file.endsWith("package-info.class");
  }

  private void addJar(Path path) throws IOException {
    JarFile jar;
    try {
      jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
    } catch (IOException e) {
      throw new IOException(path + " is neither a folder nor a jar: " + e.getMessage() + ".", e);
    }
    jars.add(jar);
    List<? extends ZipEntry> entries;
    try (Stream<? extends ZipEntry> all = jar.versionedStream()) {
      entries = all.toList();
    }
    for (ZipEntry entry : entries) {
      String name = entry.getName();
      if (name.endsWith(CLASS) && !isDescription(name)) {
        classes.putIfAbsent(className(name), new InJar(jar, entry));
      } else if (name.endsWith(JAR)) {
        waiting.add(unpack(jar, entry));
      }
    }
    Manifest manifest = jar.getManifest();
    if (manifest != null) {
      addNamed(path, manifest.getMainAttributes());
    }
  }

  private static String className(String entry) {
    String path = entry;
    for (String root : ROOTS) {
      if (entry.startsWith(root)) {
        path = entry.substring(root.length());
      }
    }
    return path.substring(0, path.length() - CLASS.length()).replace('/', '.');
  }

  private Path unpack(JarFile jar, ZipEntry entry) throws IOException {
    Path file = Files.createTempFile("heddle-plan", JAR);
    unpacked.add(file);
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Adds what the manifest of a jar names, and what the starter of Quarkus loads beside. */
  private void addNamed(Path jar, Attributes manifest) {
    String classPath = manifest.getValue(Attributes.Name.CLASS_PATH);
    for (String one : classPath == null ? new String[0] : classPath.trim().split(" +")) {
      Path file = besides(jar, one);
      if (file != null && Files.exists(file)) {
        waiting.add(file);
      }
    }
    if (QUARKUS.equals(manifest.getValue(Attributes.Name.MAIN_CLASS))) {
      for (String folder : List.of("app", "quarkus", "lib")) {
        Path beside = besides(jar, folder);
        if (beside != null && Files.isDirectory(beside)) {
          waiting.add(beside);
        }
      }
    }
  }

  private static @Nullable Path besides(Path jar, String name) {
    try {
      return jar.resolveSibling(name);
    } catch (IllegalArgumentException e) {
      return null; // a URL, which no class path of an application has today
    }
  }

  /** Returns the names of the classes, in the order of the archives. */
  Set<String> names() {
    return Collections.unmodifiableSet(classes.keySet());
  }

  boolean contains(String name) {
    return classes.containsKey(name);
  }

  /** Returns the class file of a class that is here. */
  byte[] read(String name) throws IOException {
    Source source = classes.get(name);
    if (source == null) {
      throw new IOException("no class " + name);
    }
    return source.bytes();
  }

  @Override
  public void close() {
    for (JarFile jar : jars) {
      try {
        jar.close();
      } catch (IOException e) {
        // it was only read
      }
    }
    for (Path file : unpacked) {
      file.toFile().delete();
    }
  }

  /** Returns the archives as the user named them. */
  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    for (Path path : paths) {
      names.add(path.toString());
    }
    return String.join(", ", names);
  }
}
