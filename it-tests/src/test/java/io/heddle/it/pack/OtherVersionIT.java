package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Libraries of versions that no pack knows, made here: a method less, and a class less. */
class OtherVersionIT {
  @TempDir Path root;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTurnOffThePackAndNothingElse(Jdk jdk) throws Exception {
    compile(
        "dev/langchain4j/service/tool/ToolService",
        "public class ToolService { public static int execute() { return 1; } }",
        "com/dylibso/chicory/runtime/Instance",
        "public class Instance { public static class Exports { public int memory() { return 2; } } }",
        "org/quartz/JobExecutionContext",
        "public interface JobExecutionContext { default JobExecutionContext getJobDetail() {"
            + " return this; } default Class<?> getJobClass() { return String.class; } }",
        "org/quartz/Job",
        "public interface Job { void execute(JobExecutionContext context); }",
        "com/acme/made/App",
        """
        public class App implements org.quartz.Job {
          public void execute(org.quartz.JobExecutionContext context) {}
          public static void main(String[] a) throws Exception {
            System.out.println(dev.langchain4j.service.tool.ToolService.execute());
            System.out.println(new com.dylibso.chicory.runtime.Instance.Exports().memory());
            new App().execute(new org.quartz.JobExecutionContext() {});
            com.acme.harness.Pause.at("inside");
          }
        }
        """);
    String path = root + java.io.File.pathSeparator + Path.of("target", "test-classes");
    try (JavaProcess process =
        JavaProcess.with(jdk).classPath(path).run("com.acme.made.App").start()) {
      Scrape scrape = process.awaitOutput("ready: inside").scrape();
      assertOff(
          process,
          "langchain4j-tool",
          "pack langchain4j-tools is off: dev.langchain4j.service.tool.ToolService has no method");
      assertOff(process, "chicory-call", "pack chicory is off: ");
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      String job = "heddle_job_completed_total{kind=\"quartz\",name=\"java.lang.String\",";
      assertThat(scrape.value(job + "outcome=\"success\"}")).isEqualTo(1);
      process.writeLine("");
      ProcessResult result = process.awaitResult();
      assertThat(result.out()).startsWith("1\n2\n");
      assertThat(result.agentLines()).hasSize(1);
      assertThat(result.status()).isZero();
    }
  }

  private static void assertOff(JavaProcess process, String rule, String reason)
      throws IOException {
    RuleStatus answer = RuleStatus.of(process, rule);
    assertThat(answer.woven()).isZero();
    assertThat(answer.json()).contains(reason);
  }

  /** Pairs of a class and its source. */
  private void compile(String... classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", root.toString()));
    arguments.addAll(List.of("-cp", Path.of("target", "test-classes").toString()));
    for (int i = 0; i < classes.length; i += 2) {
      Path file = root.resolve("src").resolve(classes[i] + ".java");
      String name = classes[i].substring(0, classes[i].lastIndexOf('/')).replace('/', '.');
      Files.createDirectories(file.getParent());
      Files.writeString(file, "package " + name + ";\n" + classes[i + 1]);
      arguments.add(file.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(status).as("javac").isZero();
  }
}
