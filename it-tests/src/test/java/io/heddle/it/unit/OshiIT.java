package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** OSHI in the agent jar, in Heddle's own loader: forced on Linux, where /proc is read else. */
class OshiIT {
  private static final Path JNA = Path.of("target", "jna", "jna-jpms.jar");

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void shouldSampleFromHeddlesLoaderAndSayNothing(Jdk jdk, @TempDir Path folder) throws Exception {
    Path jar = folder.resolve("agent.jar");
    Path loaded = folder.resolve("loaded.log");
    Files.copy(JavaProcess.JAR, jar);
    addNativePart(jar);
    ProcessResult result =
        JavaProcess.with(jdk)
            .bare()
            .jvm("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED")
            .jvm("--add-exports", "java.base/jdk.internal.access=ALL-UNNAMED")
            .jvm("-Djna.tmpdir=" + folder, "-Xlog:class+load:file=" + loaded)
            .classPath(jar + File.pathSeparator + Path.of("target", "test-classes"))
            .run("io.heddle.it.unit.OshiOnLinux", jar.toString())
            .runToEnd();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("read true", "module io.heddle.jna", "application none")
        .containsPattern("resident [1-9][0-9]{6,}");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(jar, loaded);
    }
    // the application has yet to choose its log manager
    assertThat(Files.readString(loaded)).contains("oshi.").doesNotContain("java.util.logging");
  }

  private static void addNativePart(Path jar) throws IOException {
    String arch = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86-64";
    String name = "com/sun/jna/linux-" + arch + "/libjnidispatch.so";
    try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
        JarFile jna = new JarFile(JNA.toFile());
        InputStream in = jna.getInputStream(jna.getEntry(name))) {
      Path to = files.getPath("heddle/inst", name);
      Files.createDirectories(to.getParent());
      Files.copy(in, to);
    }
  }

  @Test
  void shouldHideItFromTheApplication() throws Exception {
    try (JarFile jar = new JarFile(JavaProcess.JAR.toFile())) {
      List<String> seen =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("com/") || name.startsWith("oshi/"))
              .toList();
      assertThat(seen).isEmpty();
      assertThat(jar.getEntry("heddle/lib/jna")).isNotNull();
    }
    assertThat(Files.size(JavaProcess.JAR)).isLessThan(15_000_000);
  }
}
