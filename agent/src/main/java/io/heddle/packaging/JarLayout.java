package io.heddle.packaging;

import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.PackParser;
import io.heddle.agent.pack.PackSpec;
import io.heddle.agent.pack.PlainPack;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.premain.archive.ArchiveWriter;
import io.heddle.premain.archive.JarPaths;
import io.heddle.premain.archive.LibraryArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The entries of heddle-agent.jar, by class loader: the launcher at the root; the boot classes in
 * one bundle, with a hash; each library, and Heddle's other classes as one of them, in an archive;
 * everything else in a folder where no loader but Heddle's looks. Also the index of the packs: the
 * class names that each waits for, so that no YAML is parsed before one of them is loaded.
 */
final class JarLayout {
  private static final String SUFFIX = ".class";
  private static final String BOOT = "java/heddle/";
  private static final String LAUNCHER = "io/heddle/premain/";
  private static final String SHADED = "io/heddle/shaded/";
  private static final String WEAVING = "bytebuddy";
  private static final String CHILDREN = "asm";
  private static final List<String> BUNDLED = List.of("snakeyaml", WEAVING, CHILDREN);
  // what the build alone runs
  private static final String PACKAGING = "io/heddle/packaging/";
  private static final Set<String> BUILD_ONLY =
      Set.of(file(ArchiveWriter.class), file(JarPaths.class));

  private final Map<String, byte[]> files;
  private final Map<String, byte[]> entries = new TreeMap<>();

  /**
   * Lays out these files.
   *
   * @param shaded the files of the shaded jar by path
   * @throws ConfigException if a pack has an error, with the sentence that says which
   */
  JarLayout(Map<String, byte[]> shaded, String version) throws IOException, ConfigException {
    files = new TreeMap<>(shaded);
    files.keySet().removeIf(path -> path.startsWith(PACKAGING) || BUILD_ONLY.contains(path));
    placeFiles();
    placeBoot();
    entries.put(JarPaths.FILES + "packs/index", utf8(packIndex()));
    entries.put(JarPaths.FILES + "version", utf8(version));
    entries.put(JarPaths.START, ArchiveWriter.bundle(Map.of()));
  }

  /** Returns the entries of a jar that runs, with a bundle for the start that holds no class. */
  Map<String, byte[]> withoutBundles() {
    return new TreeMap<>(entries);
  }

  /**
   * Returns all entries.
   *
   * @param start the classes that every start loads
   * @param child the classes that the first child process loads; Heddle's own among them are
   *     bundled with ASM
   * @param first the classes that are loaded when the first method is woven; Heddle's own among
   *     them are bundled with Byte Buddy
   */
  Map<String, byte[]> withBundles(Set<String> start, Set<String> child, Set<String> first)
      throws IOException {
    Map<String, byte[]> all = new TreeMap<>(entries);
    Map<String, byte[]> own =
        ClassOrder.of(files, name -> start.contains(name) && !name.startsWith(SHADED));
    all.put(JarPaths.START, ArchiveWriter.bundle(own));
    Set<String> both = new HashSet<>(start);
    both.addAll(child);
    for (String library : BUNDLED) {
      boolean early = library.equals(CHILDREN);
      Set<String> wanted = with(library, early ? start : both, early ? child : first);
      Map<String, byte[]> needed = ClassOrder.of(files, wanted::contains);
      all.put(JarPaths.FIRST + library, ArchiveWriter.bundle(needed));
    }
    return all;
  }

  /**
   * Returns the classes of a library that are needed; with those of a weaver Heddle's own too.
   *
   * @param before classes that lie elsewhere if they are Heddle's own
   */
  private static Set<String> with(String library, Set<String> before, Set<String> needed) {
    Set<String> wanted = new HashSet<>();
    for (String name : needed) {
      boolean own = !name.startsWith(SHADED) && !before.contains(name);
      String folder = name.startsWith(SHADED) ? LibraryArchive.folder(name) : null;
      if ((folder != null && LibraryArchive.nameOf(folder).equals(library))
          || (own && (library.equals(WEAVING) || library.equals(CHILDREN)))) {
        wanted.add(name);
      }
    }
    return wanted;
  }

  private void placeFiles() throws IOException {
    Map<String, Map<String, byte[]>> libraries = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = file.getKey();
      String path =
          name.endsWith(SUFFIX)
              ? name.substring(0, name.length() - SUFFIX.length()) + JarPaths.CLASS_SUFFIX
              : name;
      String folder = LibraryArchive.folder(name);
      if (name.startsWith(BOOT)) {
        continue; // in a bundle
      }
      if (isAtRoot(name)) {
        entries.put(name, file.getValue());
      } else if (folder == null || (folder.equals(LibraryArchive.OWN) && !name.endsWith(SUFFIX))) {
        entries.put(JarPaths.FILES + path, file.getValue());
      } else {
        libraries
            .computeIfAbsent(LibraryArchive.nameOf(folder), key -> new TreeMap<>())
            .put(path.substring(folder.length()), file.getValue());
      }
    }
    for (Map.Entry<String, Map<String, byte[]>> library : libraries.entrySet()) {
      entries.putAll(ArchiveWriter.library(library.getKey(), library.getValue()));
    }
  }

  private static boolean isAtRoot(String name) {
    return name.startsWith(LAUNCHER)
        || name.startsWith("META-INF/LICENSE")
        || name.startsWith("META-INF/NOTICE");
  }

  private void placeBoot() throws IOException {
    Map<String, byte[]> boot =
        ClassOrder.of(files, name -> name.startsWith(BOOT) && !name.endsWith("package-info"));
    MessageDigest hash = sha256();
    boot.values().forEach(hash::update);
    // the launcher too, which no JVM unloads either
    ClassOrder.of(files, name -> name.startsWith(LAUNCHER)).values().forEach(hash::update);
    entries.put(JarPaths.BOOT_CLASSES, ArchiveWriter.bundle(boot));
    entries.put(JarPaths.BOOT_HASH, utf8(HexFormat.of().formatHex(hash.digest())));
  }

  private String packIndex() throws ConfigException {
    StringBuilder index = new StringBuilder();
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      String name = entry.getKey();
      if (name.startsWith("packs/") && name.endsWith(".yaml")) {
        String file = name.substring("packs/".length());
        PackSpec pack =
            PackParser.parse(file, new String(entry.getValue(), StandardCharsets.UTF_8));
        index.append(PackFiles.indexOf(file, pack));
        String plain = PlainPack.write(pack);
        if (plain != null) {
          entries.put(JarPaths.FILES + PackFiles.plainFile(file), utf8(plain));
        }
      }
    }
    return index.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String file(Class<?> type) {
    return type.getName().replace('.', '/') + SUFFIX;
  }
}
