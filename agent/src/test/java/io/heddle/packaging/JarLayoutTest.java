package io.heddle.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.PackParser;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.premain.archive.ArchiveWriter;
import io.heddle.premain.archive.ClassBundle;
import io.heddle.premain.archive.LibraryArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarLayoutTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void shouldPlaceEachFileWhereItsLoaderLooks() throws Exception {
    Map<String, byte[]> in = shaded();
    Path path = directory.resolve("agent.jar");
    JarFiles.write(path, new JarLayout(in, "1.2.3").withoutBundles(), "1.2.3");
    try (JarFile jar = new JarFile(path.toFile())) {
      LibraryArchive libraries = new LibraryArchive(jar);
      assertThat(libraries.bytes("io/heddle/agent/Agent.classdata"))
          .isEqualTo(in.get("io/heddle/agent/Agent.class"));
      assertThat(libraries.bytes("io/heddle/shaded/hc/core5/Server.classdata"))
          .isEqualTo(in.get("io/heddle/shaded/hc/core5/Server.class"));
      assertThat(libraries.bytes("io/heddle/shaded/hc/core5/notes.txt")).isEqualTo(utf8("notes"));
      assertThat(libraries.bytes("com/sun/jna/Native.classdata"))
          .isEqualTo(in.get("com/sun/jna/Native.class"));
      assertThat(text(jar, "heddle/inst/packs/quartz.yaml")).isEqualTo(text(pack()));
      assertThat(text(jar, "heddle/inst/io/heddle/agent/words.txt")).isEqualTo("words");
      assertThat(text(jar, "heddle/inst/version")).isEqualTo("1.2.3");
      assertThat(text(jar, "META-INF/LICENSE")).isEqualTo("license");
      assertThat(jar.getEntry("io/heddle/premain/HeddleAgent.class")).isNotNull();
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .isEqualTo("1.2.3");
      assertThat(names(ClassBundle.read(jar, "heddle/start"))).isEmpty();
    }
  }

  @Test
  void shouldLeaveOutWhatTheBuildAloneRuns() throws Exception {
    Map<String, byte[]> in = shaded();
    put(in, ArchiveWriter.class);
    put(in, PackJar.class);
    Map<String, byte[]> entries = new JarLayout(in, "1").withoutBundles();
    Map<String, byte[]> without = new JarLayout(shaded(), "1").withoutBundles();
    assertThat(entries).containsOnlyKeys(without.keySet());
    without.forEach((path, bytes) -> assertThat(entries.get(path)).as(path).isEqualTo(bytes));
  }

  @Test
  void shouldBundleTheBootClasses() throws Exception {
    Map<String, byte[]> in = shaded();
    in.put("java/heddle/probe/package-info.class", new byte[0]);
    assertThat(names(bundle(in, "heddle/boot/classes")))
        .containsExactly("java/heddle/probe/Bridge");
  }

  @Test
  void shouldHashTheBootClassesAndTheLauncher() throws Exception {
    String hash = hash(shaded());
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(hash(with("java/heddle/Other.class"))).isNotEqualTo(hash);
    assertThat(hash(with("io/heddle/premain/Other.class"))).isNotEqualTo(hash);
    assertThat(hash(with("io/heddle/agent/Other.class"))).isEqualTo(hash);
  }

  private static Map<String, byte[]> with(String other) throws IOException {
    Map<String, byte[]> in = shaded();
    in.put(other, bytes(Parent.class));
    return in;
  }

  private static String hash(Map<String, byte[]> in) throws IOException, ConfigException {
    return text(entry(new JarLayout(in, "1").withoutBundles(), "heddle/boot/hash"));
  }

  @Test
  void shouldBundleWhatAStartAndTheFirstWeavingLoad() throws Exception {
    Map<String, byte[]> in = with("io/heddle/agent/Other.class");
    in.put("io/heddle/agent/Child.class", bytes(Child.class));
    in.put("io/heddle/shaded/bytebuddy/jar/asm/Reader.class", bytes(Child.class));
    JarLayout layout = new JarLayout(in, "1");
    Map<String, byte[]> entries =
        layout.withBundles(
            Set.of("io/heddle/agent/Agent", "io/heddle/shaded/hc/core5/Server"),
            Set.of(
                "io/heddle/agent/Agent",
                "io/heddle/agent/Child",
                "io/heddle/shaded/bytebuddy/jar/asm/Reader"),
            Set.of(
                "io/heddle/agent/Agent",
                "io/heddle/agent/Child",
                "io/heddle/agent/Other",
                "io/heddle/shaded/bytebuddy/jar/asm/Reader",
                "io/heddle/shaded/bytebuddy/Weaver"));
    Path path = directory.resolve("agent.jar");
    JarFiles.write(path, entries, "1");
    try (JarFile jar = new JarFile(path.toFile())) {
      assertThat(names(ClassBundle.read(jar, "heddle/start")))
          .containsExactly("io/heddle/agent/Agent");
      assertThat(names(ClassBundle.read(jar, "heddle/first/bytebuddy")))
          .containsExactlyInAnyOrder("io/heddle/agent/Other", "io/heddle/shaded/bytebuddy/Weaver");
      assertThat(names(ClassBundle.read(jar, "heddle/first/asm")))
          .containsExactlyInAnyOrder(
              "io/heddle/agent/Child", "io/heddle/shaded/bytebuddy/jar/asm/Reader");
      assertThat(names(ClassBundle.read(jar, "heddle/first/snakeyaml"))).isEmpty();
      assertThat(entries(jar, "heddle/start", "heddle/first/bytebuddy", "heddle/lib/heddle"))
          .allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
    }
  }

  @Test
  void shouldIndexThePacksAsTheirReaderDoes() throws Exception {
    Map<String, byte[]> entries = new JarLayout(shaded(), "1").withoutBundles();
    assertThat(text(entry(entries, "heddle/inst/packs/index")))
        .isEqualTo(PackFiles.indexOf("quartz.yaml", PackParser.parse("quartz.yaml", text(pack()))));
  }

  @Test
  void shouldFailForAPackThatCannotBeRead() throws IOException {
    Map<String, byte[]> in = shaded();
    in.put("packs/bad.yaml", utf8("pack: bad\nrules: 7\n"));
    assertThatThrownBy(() -> new JarLayout(in, "1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad.yaml");
  }

  @Test
  void shouldReadTheNamesOfClassesFromALog() {
    List<String> log =
        List.of(
            "[0.1s][info][class,load] java.lang.Object source: shared objects file",
            "[0.2s][info][class,load] io.heddle.premain.HeddleAgent source: file:/a.jar",
            "[0.2s][info][class,load] io.heddle.agent.Agent source: __JVM_DefineClass__",
            "[0.2s][info][class,load] io.heddle.agent.Log$1 source: __JVM_DefineClass__");
    assertThat(LoadTrace.names(log))
        .containsExactly("io/heddle/agent/Agent", "io/heddle/agent/Log$1");
  }

  interface Parent {}

  abstract static class Middle implements Parent {}

  static final class Child extends Middle {}

  @Test
  void shouldOrderClassesBehindTheirParents() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Class<?> type : List.of(Child.class, Middle.class, Parent.class)) {
      put(files, type);
    }
    String outer = "io/heddle/packaging/JarLayoutTest$";
    assertThat(ClassOrder.of(files, name -> true))
        .containsExactly(
            Map.entry(outer + "Parent", bytes(Parent.class)),
            Map.entry(outer + "Middle", bytes(Middle.class)),
            Map.entry(outer + "Child", bytes(Child.class)));
    assertThat(ClassOrder.of(files, name -> name.endsWith("Child"))).hasSize(1);
  }

  /** A class or a file for each loader, and one pack. */
  private static Map<String, byte[]> shaded() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String type :
        List.of(
            "java/heddle/probe/Bridge",
            "io/heddle/premain/HeddleAgent",
            "io/heddle/agent/Agent",
            "io/heddle/shaded/hc/core5/Server",
            "io/heddle/shaded/bytebuddy/Weaver",
            "com/sun/jna/Native")) {
      files.put(type + ".class", bytes(Child.class));
    }
    files.put("io/heddle/shaded/hc/core5/notes.txt", utf8("notes"));
    files.put("io/heddle/agent/words.txt", utf8("words"));
    files.put("META-INF/LICENSE", utf8("license"));
    files.put("packs/quartz.yaml", pack());
    return files;
  }

  private static void put(Map<String, byte[]> files, Class<?> type) throws IOException {
    files.put(type.getName().replace('.', '/') + ".class", bytes(type));
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    return resource(type.getName().replace('.', '/') + ".class");
  }

  private static byte[] pack() throws IOException {
    return resource("packs/quartz.yaml");
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = JarLayoutTest.class.getClassLoader().getResourceAsStream(path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    }
  }

  private static byte[] entry(Map<String, byte[]> entries, String path) {
    return Objects.requireNonNull(entries.get(path), path);
  }

  private static byte[] entry(JarFile jar, String path) throws IOException {
    return ClassBundle.whole(jar, Objects.requireNonNull(jar.getEntry(path), path));
  }

  private ClassBundle bundle(Map<String, byte[]> in, String path) throws Exception {
    Path written = directory.resolve("bundle.jar");
    JarFiles.write(written, new JarLayout(in, "1").withoutBundles(), "1");
    try (JarFile jar = new JarFile(written.toFile())) {
      return ClassBundle.read(jar, path);
    }
  }

  private static List<ZipEntry> entries(JarFile jar, String... paths) {
    List<ZipEntry> entries = new ArrayList<>();
    for (String path : paths) {
      entries.add(jar.getEntry(path));
    }
    return entries;
  }

  private static List<String> names(ClassBundle bundle) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < bundle.size(); i++) {
      names.add(bundle.name(i));
    }
    return names;
  }

  private static String text(JarFile jar, String path) throws IOException {
    return text(entry(jar, path));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
