package io.heddle.premain.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader finds what the writer wrote, byte by byte, or says in one sentence what is wrong. */
class ArchiveTest {
  private static final String OWN = "io/heddle/";
  private static final int END_OF_BLOCK = 2;

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldReadEveryClassOfABundle() throws IOException {
    Map<String, byte[]> classes = classes();
    assertThat(classes).hasSizeGreaterThan(100).containsKey("io/heddle/registry/Registry.class");
    assertThat(bundleOf(classes)).containsExactlyEntriesOf(classes);
  }

  @Test
  void shouldReadABundleWithoutFiles() throws IOException {
    assertThat(bundleOf(Map.of())).isEmpty();
  }

  @Test
  void shouldReadOddAndLargeFilesOfABundle() throws IOException {
    Map<String, byte[]> odd = odd();
    assertThat(bundleOf(odd)).containsExactlyEntriesOf(odd);
  }

  @Test
  void shouldReadABundleFromAJar() throws IOException {
    Map<String, byte[]> odd = odd();
    try (JarFile jar = jar(Map.of(JarPaths.START, ArchiveWriter.bundle(odd)))) {
      assertThat(read(ClassBundle.read(jar, JarPaths.START))).containsExactlyEntriesOf(odd);
      assertThatThrownBy(() -> ClassBundle.read(jar, JarPaths.BOOT_CLASSES))
          .isInstanceOf(IOException.class)
          .hasMessage("no heddle/boot/classes in the agent jar");
    }
  }

  @Test
  void shouldSayThatABundleIsTruncated() throws IOException {
    byte[] whole = ArchiveWriter.bundle(few());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ClassBundle.of(cut, "heddle/start"))
          .as("cut after %d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessage("heddle/start in the agent jar is truncated");
    }
  }

  @Test
  void shouldReadEveryClassOfALibrary() throws IOException {
    Map<String, byte[]> classes = classes();
    Map<String, byte[]> behind = new TreeMap<>();
    classes.forEach((path, bytes) -> behind.put(path.substring(OWN.length() - 1), bytes));
    try (JarFile jar = jar(ArchiveWriter.library("heddle", behind))) {
      LibraryArchive library = new LibraryArchive(jar);
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        assertThat(library.has(file.getKey())).as(file.getKey()).isTrue();
        assertThat(library.bytes(file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
      }
      assertThat(library.bytes(OWN + "None.class")).isNull();
      assertThat(library.has("com/acme/Shop.class")).isFalse();
      assertThat(library.first(OWN + "Registry.class")).isNull();
    }
  }

  @Test
  void shouldReadALibraryWithoutFiles() throws IOException {
    try (JarFile jar = jar(ArchiveWriter.library("jna", Map.of()))) {
      assertThat(new LibraryArchive(jar).bytes("com/sun/jna/Native.class")).isNull();
    }
  }

  @Test
  void shouldReadOddAndLargeFilesOfALibrary() throws IOException {
    Map<String, byte[]> odd = new LinkedHashMap<>();
    odd().forEach((name, bytes) -> odd.put("/" + name, bytes));
    try (JarFile jar = jar(ArchiveWriter.library("bytebuddy", odd))) {
      LibraryArchive library = new LibraryArchive(jar);
      for (Map.Entry<String, byte[]> file : odd.entrySet()) {
        assertThat(library.bytes("io/heddle/shaded/bytebuddy" + file.getKey()))
            .as(file.getKey())
            .isEqualTo(file.getValue());
      }
    }
  }

  @Test
  void shouldGiveTheFirstClassesOfALibraryOnce() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>(ArchiveWriter.library("bytebuddy", few()));
    entries.put(JarPaths.FIRST + "bytebuddy", ArchiveWriter.bundle(few()));
    try (JarFile jar = jar(entries)) {
      LibraryArchive library = new LibraryArchive(jar);
      ClassBundle first = library.first("io/heddle/shaded/bytebuddy/Any.classdata");
      assertThat(read(Objects.requireNonNull(first))).containsExactlyEntriesOf(few());
      assertThat(library.first("io/heddle/shaded/bytebuddy/Other.classdata")).isNull();
    }
  }

  @Test
  void shouldSayThatAnIndexIsTruncated() throws IOException {
    Map<String, byte[]> whole = ArchiveWriter.library("oshi", few());
    byte[] index = entry(whole, "heddle/lib/oshi.index");
    for (int length = 0; length < index.length; length++) {
      Map<String, byte[]> cut = new LinkedHashMap<>(whole);
      cut.put("heddle/lib/oshi.index", Arrays.copyOf(index, length));
      assertTruncated(cut, "heddle/lib/oshi.index in the agent jar is truncated");
    }
  }

  @Test
  void shouldSayThatALibraryIsTruncated() throws IOException {
    Map<String, byte[]> whole = ArchiveWriter.library("oshi", few());
    byte[] library = entry(whole, "heddle/lib/oshi");
    // the last file is the second half; its last bytes end the stream, and it is whole without them
    for (int length = library.length / 2; length < library.length - END_OF_BLOCK; length++) {
      Map<String, byte[]> cut = new LinkedHashMap<>(whole);
      cut.put("heddle/lib/oshi", Arrays.copyOf(library, length));
      assertTruncated(cut, "heddle/lib/oshi in the agent jar is truncated");
    }
  }

  private void assertTruncated(Map<String, byte[]> entries, String sentence) throws IOException {
    try (JarFile jar = jar(entries)) {
      LibraryArchive library = new LibraryArchive(jar);
      assertThatThrownBy(() -> library.bytes("oshi/Two"))
          .isInstanceOf(IOException.class)
          .hasMessage(sentence);
    }
  }

  @Test
  void shouldRefuseANameThatDoesNotFit() {
    Map<String, byte[]> files = Map.of("x".repeat(65_536), new byte[0]);
    assertThatThrownBy(() -> ArchiveWriter.bundle(files))
        .isInstanceOf(IOException.class)
        .hasMessage("a name of 65536 bytes does not fit into an archive, at most 65535 do");
  }

  @Test
  void shouldFindTheFolderOfALibrary() {
    assertThat(LibraryArchive.folder("io/heddle/agent/Agent.class")).isEqualTo("io/heddle");
    assertThat(LibraryArchive.folder("io/heddle/shaded/hc/core5/X.class"))
        .isEqualTo("io/heddle/shaded/hc");
    assertThat(LibraryArchive.folder("com/sun/jna/Native.class")).isEqualTo("com/sun/jna");
    assertThat(LibraryArchive.folder("oshi/hardware/X.class")).isEqualTo("oshi");
    assertThat(LibraryArchive.folder("oshix/X.class")).isNull();
    assertThat(LibraryArchive.folder("packs/quartz.yaml")).isNull();
  }

  /** All classes of this module, by their paths. */
  private static Map<String, byte[]> classes() throws IOException {
    Path root;
    try {
      root = Path.of(ClassBundle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  /** Names beyond ASCII and one of nearly the greatest length; an empty file, and one of 3 MB. */
  private static Map<String, byte[]> odd() {
    byte[] large = new byte[3 << 20];
    new Random(7).nextBytes(large);
    Map<String, byte[]> odd = new LinkedHashMap<>();
    odd.put("Größe", new byte[] {1});
    odd.put("織機/布", new byte[] {2, 3});
    odd.put("\0\uD83E\uDDF5", new byte[] {4});
    odd.put("empty", new byte[0]);
    odd.put("large", large);
    odd.put("y".repeat(65_534), new byte[70_000]);
    odd.put("last", new byte[] {5});
    return odd;
  }

  private static Map<String, byte[]> few() {
    Map<String, byte[]> few = new LinkedHashMap<>();
    few.put("/One", "one".getBytes(StandardCharsets.UTF_8));
    few.put(
        "/Two",
        "two, longer than one, so that the half of all is its own"
            .getBytes(StandardCharsets.UTF_8));
    return few;
  }

  private static byte[] entry(Map<String, byte[]> entries, String path) {
    return Objects.requireNonNull(entries.get(path), path);
  }

  private static Map<String, byte[]> bundleOf(Map<String, byte[]> files) throws IOException {
    return read(ClassBundle.of(ArchiveWriter.bundle(files), "any"));
  }

  private static Map<String, byte[]> read(ClassBundle bundle) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < bundle.size(); i++) {
      int from = bundle.offset(i);
      files.put(bundle.name(i), Arrays.copyOfRange(bundle.bytes(), from, from + bundle.length(i)));
    }
    return files;
  }

  private JarFile jar(Map<String, byte[]> entries) throws IOException {
    Path path = Files.createTempFile(directory, "agent", ".jar");
    try (OutputStream file = Files.newOutputStream(path);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        if (ArchiveWriter.isStored(each.getKey())) {
          CRC32 crc = new CRC32();
          crc.update(each.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(each.getValue().length);
          entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(each.getValue());
        out.closeEntry();
      }
    }
    return new JarFile(path.toFile());
  }
}
