package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

/** A bundle is woven and counted, though its loader gets no package of Heddle by configuration. */
class FelixIT {
  private static final String CONFIG =
      """
      packs: []
      rules: [ { id: task, type: com.acme.field.bundle.Task } ]
      """;
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountInABundleWithoutBootDelegation(Jdk jdk) throws Exception {
    Path bundle = bundle();
    try (JavaProcess process = application(jdk, bundle, "woven").config(CONFIG).start();
        JavaProcess bare = application(jdk, bundle, "bare").bare().start()) {
      Scrape scrape = process.awaitOutput("ready: started").scrape();
      String labels = "{rule=\"task\",class=\"com.acme.field.bundle.Task\",method=\"call\"";
      assertThat(scrape.value("heddle_call_started_total" + labels + "}")).isEqualTo(100);
      assertThat(scrape.value("heddle_call_completed_total" + labels + ",outcome=\"success\"}"))
          .isEqualTo(90);
      assertThat(scrape.value("heddle_call_completed_total" + labels + ",outcome=\"failure\"}"))
          .isEqualTo(10);
      assertThat(
              scrape.value(
                  "heddle_call_errors_total" + labels + ",error_type=\"IllegalStateException\"}"))
          .isEqualTo(10);
      assertThat(scrape.value("heddle_call_in_flight" + labels + "}")).isZero();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      Laws.hold(scrape, "call");
      RuleStatus rule = RuleStatus.of(process, "task");
      assertThat(rule.woven()).isEqualTo(1);
      assertThat(rule.failed()).isZero();
      process.writeLine("");
      bare.awaitOutput("ready: started").writeLine("");
      ProcessResult result = process.awaitResult();
      assertThat(result.out()).contains("BundleClassLoader").contains("gave 4430, threw 10");
      result.assertServedBeside(bare.awaitResult());
    }
  }

  private JavaProcess.Builder application(Jdk jdk, Path bundle, String cache) throws Exception {
    Path felix = Path.of(Bundle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return JavaProcess.with(jdk)
        .classPath(CLASSES + File.pathSeparator + felix)
        .run("com.acme.field.FelixApp", bundle.toString(), directory.resolve(cache).toString());
  }

  private Path bundle() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "com.acme.field.bundle");
    main.putValue("Bundle-Activator", "com.acme.field.bundle.Activator");
    main.putValue("Import-Package", "org.osgi.framework");
    Path jar = directory.resolve("bundle.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name : new String[] {"Activator", "Task"}) {
        String path = "com/acme/field/bundle/" + name + ".class";
        entries.putNextEntry(new JarEntry(path));
        Files.copy(CLASSES.resolve(path), entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
