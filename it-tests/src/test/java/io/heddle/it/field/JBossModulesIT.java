package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.field.ModuleApp;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.modules.Module;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The module loader of WildFly: a module sees the packages that it asks for, and Heddle's boot
 * classes because Heddle adds them to a property that the module loader reads when it starts.
 */
class JBossModulesIT {
  private static final String RULES =
      """
      rules:
        - { id: work, type: com.acme.field.Work, method: run }
        - { id: say, type: com.acme.field.ModuleApp, method: say, family: tool, labels: { tool: $1 } }
      """;
  private static final String PROPERTY = "jboss.modules.system.pkgs";
  private static final String BOOT = "java.heddle";
  private static final String DESCRIPTION =
      """
      <module xmlns="urn:jboss:module:1.9" name="com.acme.app">
        <main-class name="com.acme.field.ModuleApp"/>
        <resources><resource-root path="app.jar"/></resources>
        <dependencies><module name="java.base"/></dependencies>
      </module>
      """;

  @TempDir Path directory;

  @BeforeEach
  void makeModule() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("com/acme/app/main"));
    Files.writeString(folder.resolve("module.xml"), DESCRIPTION);
    Path classes =
        Path.of(ModuleApp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (OutputStream file = Files.newOutputStream(folder.resolve("app.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      for (String name :
          new String[] {
            "ModuleApp", "Work", "Job", "Measured", "Conversation", "Conversation$Command"
          }) {
        String path = "com/acme/field/" + name + ".class";
        jar.putNextEntry(new JarEntry(path));
        Files.copy(classes.resolve(path), jar);
        jar.closeEntry();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountInAModule(Jdk jdk) throws Exception {
    ProcessResult bare;
    try (ControlledApplication application = application(JavaProcess.with(jdk).bare())) {
      use(application);
      bare = application.end();
    }
    try (ControlledApplication application = application(JavaProcess.with(jdk).config(RULES))) {
      use(application);
      assertCounts(application.process().scrape());
      assertThat(RuleStatus.of(application.process(), "work").failed()).isZero();
      application.end().assertServedBeside(bare);
    }
  }

  /** What others have put into the property stays, and is what stays after a detach. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAddToThePropertyAndTakeBackWhatItAdded(Jdk jdk) throws Exception {
    for (String before : new String[] {null, "org.jboss.byteman", BOOT + ", org.acme"}) {
      JavaProcess.Builder builder = JavaProcess.with(jdk).config(RULES);
      if (before != null) {
        builder.jvm("-D" + PROPERTY + "=" + before);
      }
      try (ControlledApplication application = application(builder)) {
        String with = before == null ? BOOT : before.contains(BOOT) ? before : before + "," + BOOT;
        assertThat(application.execute("property " + PROPERTY)).isEqualTo(with);
        use(application);
        assertCounts(application.process().scrape());
        done(jdk, "detach", application.process().pid());
        assertThat(application.execute("property " + PROPERTY)).isEqualTo(String.valueOf(before));
      }
    }
  }

  /** Too late for the module loader, which says why; early enough where the property is set. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayWhatToSetWhenItIsAttached(Jdk jdk) throws Exception {
    String config = "config=" + Files.writeString(directory.resolve("rules.yaml"), RULES);
    try (ControlledApplication application = application(JavaProcess.with(jdk).bare())) {
      application.execute("work 1");
      String address = attached(jdk, application, config);
      use(application);
      assertThat(scrape(address).sum("heddle_call_started_total")).isZero();
      assertThat(
              scrape(address)
                  .value("heddle_exec_started_total{runner=\"subprocess\",name=\"true\"}"))
          .isEqualTo(1);
      assertThat(JavaProcess.get(address, "/api/rules", "*/*"))
          .contains(
              "its loader hides the boot classes: start the JVM with the agent, or with -D"
                  + PROPERTY
                  + "="
                  + BOOT);
      assertThat(application.execute("property " + PROPERTY)).isEqualTo("null");
    }
    try (ControlledApplication application =
        application(JavaProcess.with(jdk).bare().jvm("-D" + PROPERTY + "=" + BOOT))) {
      application.execute("work 1");
      String address = attached(jdk, application, config);
      use(application);
      assertCounts(scrape(address));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveThePropertyAloneElsewhere(Jdk jdk) throws Exception {
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).config(RULES))) {
      assertThat(application.execute("properties")).doesNotContain("jboss");
    }
  }

  private static void use(ControlledApplication application) throws IOException {
    assertThat(application.execute("work 10")).isEqualTo("55");
    assertThat(application.execute("say hello")).isEqualTo("hello");
    assertThat(application.execute("execute true")).isEqualTo("exit 0");
    assertThat(application.execute("loader")).isEqualTo("org.jboss.modules.ModuleClassLoader");
  }

  private static void assertCounts(Scrape scrape) {
    String work = "{rule=\"work\",class=\"com.acme.field.Work\",method=\"run\"}";
    assertThat(scrape.value("heddle_call_started_total" + work)).isEqualTo(10);
    assertThat(scrape.value("heddle_tool_started_total{tool=\"hello\"}")).isEqualTo(1);
    assertThat(scrape.value("heddle_exec_started_total{runner=\"subprocess\",name=\"true\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
    Laws.hold(scrape, "call");
    Laws.hold(scrape, "tool");
  }

  private ControlledApplication application(JavaProcess.Builder builder) throws Exception {
    Path modules =
        Path.of(Module.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ControlledApplication.start(
        builder.classPath(modules.toString()),
        "org.jboss.modules.Main",
        "-mp",
        directory.toString(),
        "com.acme.app");
  }

  private static String attached(Jdk jdk, ControlledApplication application, String config)
      throws Exception {
    String output = done(jdk, "attach", application.process().pid(), "exporter.port=0", config);
    Matcher matcher = Pattern.compile("(http://[^/]+)/metrics").matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }

  private static String done(Jdk jdk, Object... arguments) throws Exception {
    ProcessResult result = Cli.on(jdk).run(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
    return result.out();
  }

  private static Scrape scrape(String address) throws IOException {
    return new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
  }
}
