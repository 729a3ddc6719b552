package io.heddle.it.field.suite;

import io.heddle.it.field.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A working directory for a {@link Program}: sources of a library in {@code src}, documents, and
 * {@code out} for what it writes.
 */
record ProgramDirectory(Path path) {
  private static final Path INPUTS = Sources.of("programs");
  private static final int BOOKS = 600;

  static ProgramDirectory make(Path path, Program program) throws IOException {
    Files.createDirectories(path.resolve("out"));
    copy(program.isMaven() ? INPUTS.resolve("maven") : INPUTS, path);
    if (!program.isMaven()) {
      unpack(Fetched.from("programs/sources").jars().get(0), path.resolve("src"));
      Files.writeString(path.resolve("catalogue.xml"), catalogue());
    }
    return new ProgramDirectory(path);
  }

  /** All sources in {@code src}, as paths from this directory. */
  List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(path.resolve("src"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> path.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** What the program wrote, as a hash for each file. */
  Map<String, String> written() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (String part : List.of("out", "target/classes", "target/tiny-1.0.jar")) {
      if (Files.exists(path.resolve(part))) {
        try (Stream<Path> files = Files.walk(path.resolve(part))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            written.put(path.relativize(file).toString(), hash(Files.readAllBytes(file)));
          }
        }
      }
    }
    return written;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  private static void unpack(Path jar, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (name.endsWith(".java") && !name.endsWith("module-info.java")) {
          Path file = to.resolve(name).normalize();
          Files.createDirectories(file.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.write(file, in.readAllBytes());
          }
        }
      }
    }
  }

  private static String catalogue() {
    String[] kinds = {"novel", "poem", "play", "essay"};
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<catalogue>\n");
    for (int i = 0; i < BOOKS; i++) {
      xml.append(
              "  <book kind=\"" + kinds[i * 7 % kinds.length] + "\"><title>book " + i * 31 % BOOKS)
          .append(" cab</title><price>" + i * 17 % 500 / 10.0 + "</price></book>\n");
    }
    return new String(
        (xml + "</catalogue>\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
