package io.heddle.it.harmless;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the application can see of Heddle, and what Heddle shows of the application. */
class HarmlessSightIT {
  private static final int JAVA_8 = 52;
  private static final String SECRET = "s3cr3t-0815";

  @Test
  void shouldBeOneSmallJarWhoseEntryAnyJavaReads() throws IOException {
    assertThat(Files.size(JavaProcess.JAR)).isLessThanOrEqualTo(15 * 1024 * 1024);
    try (JarFile jar = new JarFile(JavaProcess.JAR.toFile())) {
      JarEntry entry = jar.getJarEntry("io/heddle/premain/HeddleAgent.class");
      try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
        assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
        assertThat(in.readUnsignedShort()).isZero();
        assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
      }
    }
  }

  /** The jar is on the class path of the application: everything else hides below heddle/. */
  @Test
  void shouldKeepEverythingButTheHopOutOfTheApplicationsWay() throws IOException {
    try (JarFile jar = new JarFile(JavaProcess.JAR.toFile())) {
      assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
          .allMatch(
              name ->
                  name.startsWith("heddle/")
                      || name.startsWith("io/heddle/premain/")
                      || name.equals("META-INF/MANIFEST.MF")
                      || name.equals("META-INF/NOTICE")
                      || name.equals("META-INF/LICENSE"))
          .noneMatch(name -> name.startsWith("heddle/") && name.endsWith(".class"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldShowNoLibraryToTheApplication(Jdk jdk) throws Exception {
    try (ControlledApplication application = ControlledApplication.start(JavaProcess.with(jdk))) {
      application.execute("run 1");
      application.process().scrape();
      for (String name :
          List.of(
              "net.bytebuddy.ByteBuddy",
              "io.heddle.shaded.bytebuddy.ByteBuddy",
              "org.slf4j.LoggerFactory",
              "io.heddle.shaded.slf4j.LoggerFactory",
              "com.fasterxml.jackson.core.JsonFactory",
              "org.snakeyaml.engine.v2.api.Load",
              "io.prometheus.metrics.model.snapshots.Labels",
              "org.apache.hc.core5.http.HttpRequest",
              "io.heddle.agent.Agent",
              "io.heddle.exporter.MetricsServer",
              "io.heddle.registry.Registry",
              "io.heddle.probe.ProbeBridge")) {
        assertThat(application.execute("find " + name)).as(name).isEqualTo("absent");
      }
      assertThat(
              application.execute("resource META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
          .isEqualTo("false");
      application.end();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAddOnePropertyAndDaemonThreadsOnly(Jdk jdk) throws Exception {
    Map<String, String> bareProperties;
    Map<String, String> bareThreads;
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).bare())) {
      application.execute("run 1");
      bareThreads = entries(application.execute("threads"));
      bareProperties = entries(application.execute("properties"));
    }
    // a warning sets the logger up, which reads properties
    JavaProcess.Builder warned = JavaProcess.with(jdk).variable("HEDDLE_PORT", "tcp://x:1");
    try (ControlledApplication application = ControlledApplication.start(warned)) {
      application.execute("run 1");
      application.process().scrape();
      Map<String, String> threads = entries(application.execute("threads"));
      threads.keySet().removeAll(bareThreads.keySet());
      assertThat(threads)
          .allSatisfy(
              (name, daemon) -> {
                assertThat(name).startsWith("heddle-");
                assertThat(daemon).isEqualTo("true");
              });
      Map<String, String> properties = entries(application.execute("properties"));
      assertThat(properties.remove("heddle.address")).isEqualTo(application.process().address());
      assertThat(properties).isEqualTo(bareProperties);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldShowNoArgumentOfACommand(Jdk jdk) throws Exception {
    JavaProcess.Builder builder = JavaProcess.with(jdk).agent("exporter.port=0,log=trace");
    try (ControlledApplication application = ControlledApplication.start(builder)) {
      assertThat(application.execute("execute echo " + SECRET)).isEqualTo("exit 0");
      assertThat(application.execute("execute ls /no/such/" + SECRET)).isEqualTo("exit 2");
      // in flight while the answers are read
      application.process().writeLine("execute env NAME=" + SECRET + " sleep 30");
      String address = application.process().address();
      List<String> shown = new ArrayList<>();
      do {
        shown.clear();
        for (String path :
            List.of("/metrics", "/api/metrics/json", "/api/rules", "/api/inflight", "/health")) {
          shown.add(JavaProcess.get(address, path, "*/*"));
        }
      } while (!shown.get(3).contains("env"));
      assertThat(shown).noneMatch(text -> text.contains(SECRET));
      assertThat(shown.get(0)).contains("name=\"echo\"").contains("name=\"ls\"");
      assertThat(application.process().stderr()).doesNotContain(SECRET);
    }
  }

  /** Reads {@code {a=b, c=d}}. */
  private static Map<String, String> entries(String map) {
    Map<String, String> entries = new TreeMap<>();
    for (String entry : map.substring(1, map.length() - 1).split(", (?=[\\w. ()\\-#]+=)", -1)) {
      int equals = entry.indexOf('=');
      entries.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return entries;
  }
}
