package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules with subtypes, where the parents exist in memory only: no loader gives their class files.
 */
class InMemoryIT {
  private static final String MADE =
      """
      packs: []
      rules:
        - { id: nobody, type: made.Nobody, subtypes: true, method: execute }
        - { id: base-job, type: made.BaseJob, subtypes: true, method: work }
        - { id: base, type: made.BaseJob, method: run }
        - { id: tasks, type: made.Task, subtypes: true, method: execute }
        - { id: marked, annotated: made.Marked, family: phase }
      """;
  private static final String GROOVY =
      """
      packs: []
      rules:
        - { id: base-job, type: BaseJob, subtypes: true, method: work }
        - { id: tasks, type: Task, subtypes: true, method: execute }
        - { id: on-disk, type: com.acme.field.Job, subtypes: true, method: run }
      """;
  // what Groovy itself keeps of so many loaders varies by 1 MB from run to run
  private static final int SCRIPTS = Boolean.getBoolean("heddle.long") ? 1500 : 400;
  private static final long GROWTH = 2L << 20;

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKnowParentsThatGroovyMade(Jdk jdk) throws Exception {
    try (ControlledApplication application = groovy(JavaProcess.with(jdk).config(GROOVY))) {
      parents(application);
      assertThat(children(application))
          .isEqualTo("nightly".repeat(5) + "deep".repeat(5) + "x".repeat(5));
      Scrape scrape = application.process().scrape();
      assertGroovy(scrape);
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      application.end();
    }
  }

  /** The parents are loaded before the attach, and the children after it. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKnowParentsThatWereThereBeforeTheAttach(Jdk jdk) throws Exception {
    Path config = Files.writeString(directory.resolve("groovy.yaml"), GROOVY);
    try (ControlledApplication application = groovy(JavaProcess.with(jdk).bare())) {
      parents(application);
      long pid = application.process().pid();
      String output = Cli.on(jdk).run("attach", pid, "exporter.port=0", "config=" + config).out();
      children(application);
      Matcher address = Pattern.compile("(http://[^/]+)/metrics").matcher(output);
      assertThat(address.find()).as(output).isTrue();
      assertGroovy(new Scrape(JavaProcess.get(address.group(1), "/metrics", "text/plain")));
    }
  }

  private static void parents(ControlledApplication application) throws Exception {
    application.execute(
        "parse abstract class BaseJob extends Script { abstract Object work(); Object run() {"
            + " work() } }");
    application.execute("parse interface Task { Object execute(String x) }");
    application.execute("parse abstract class MidJob extends BaseJob { }");
  }

  private static String children(ControlledApplication application) throws Exception {
    application.execute("parse class Nightly extends BaseJob { Object work() { 'nightly' } }");
    application.execute("parse class Deep extends MidJob { Object work() { 'deep' } }");
    application.execute("parse class Mail implements Task { Object execute(String x) { x } }");
    return application.execute("run Nightly")
        + application.execute("run Deep")
        + application.execute("execute Mail");
  }

  private static void assertGroovy(Scrape scrape) {
    assertThat(started(scrape, "base-job", "Nightly", "work")).isEqualTo(5);
    assertThat(started(scrape, "base-job", "Deep", "work")).isEqualTo(5);
    assertThat(started(scrape, "tasks", "Mail", "execute")).isEqualTo(5);
    assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(15);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldHoldNothingOfLoadersOfScripts(Jdk jdk) throws Exception {
    long bare;
    try (ControlledApplication application = groovy(JavaProcess.with(jdk).bare())) {
      bare = growth(application);
    }
    try (ControlledApplication application = groovy(JavaProcess.with(jdk).config(GROOVY))) {
      parents(application);
      children(application);
      assertThat(growth(application)).isLessThan(bare + GROWTH);
    }
  }

  private static long growth(ControlledApplication application) throws Exception {
    application.execute("scripts 10");
    long before = Long.parseLong(application.execute("heap"));
    application.execute("scripts " + SCRIPTS);
    return Long.parseLong(application.execute("heap")) - before;
  }

  private static ControlledApplication groovy(JavaProcess.Builder builder) throws Exception {
    return ControlledApplication.start(
        builder.classPath(System.getProperty("java.class.path")), "com.acme.field.GroovyApp");
  }

  /** The JVM asks such a loader for a parent after transformers have seen the child. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldDecideWhenTheParentIsMadeAfterTheChild(Jdk jdk) throws Exception {
    for (String how : new String[] {"on-demand", "encrypted", "below", "side-by-side"}) {
      try (ControlledApplication application = compiled(JavaProcess.with(jdk).config(MADE))) {
        assertThat(application.execute("define " + how)).isEqualTo("defined " + how);
        use(application);
        Scrape scrape = application.process().scrape();
        assertMade(scrape, how);
        assertThat(RuleStatus.of(application.process(), "nobody").woven()).as(how).isZero();
        assertThat(RuleStatus.of(application.process(), "tasks").woven()).as(how).isEqualTo(2);
        application.end();
      }
    }
  }

  /** The same classes in several loaders, and in the last an interface that extends another. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNotTakeTheParentOfAnotherLoaderForThatOfThisOne(Jdk jdk) throws Exception {
    try (ControlledApplication application = compiled(JavaProcess.with(jdk).config(MADE))) {
      application.execute("define on-demand");
      use(application);
      assertMade(application.process().scrape(), "the first");
      application.execute("define quiet-task");
      assertThat(application.execute("use Other")).contains("xxxxx");
      Scrape scrape = application.process().scrape();
      assertThat(started(scrape, "tasks", "made.Other", "execute")).isEqualTo(5);
      application.execute("define on-demand");
      application.execute("use Other");
      Scrape last = application.process().scrape();
      assertThat(started(last, "tasks", "made.Other", "execute")).isEqualTo(5);
      application.end();
    }
  }

  private static void use(ControlledApplication application) throws Exception {
    assertThat(application.execute("use Deep")).contains("DeepDeepDeepDeepDeep");
    assertThat(application.execute("use Mail")).contains("xxxxx");
    assertThat(application.execute("use Other")).contains("xxxxx", "OtherOtherOtherOtherOther");
    assertThat(application.execute("use Both")).contains("xxxxx", "BothBothBothBothBoth");
  }

  private static void assertMade(Scrape scrape, String how) {
    // directly, and within run
    assertThat(started(scrape, "base-job", "made.Deep", "work")).as(how).isEqualTo(10);
    assertThat(started(scrape, "base-job", "made.Both", "work")).as(how).isEqualTo(10);
    assertThat(started(scrape, "base", "made.BaseJob", "run")).as(how).isEqualTo(10);
    assertThat(started(scrape, "tasks", "made.Mail", "execute")).as(how).isEqualTo(5);
    assertThat(started(scrape, "tasks", "made.Both", "execute")).as(how).isEqualTo(5);
    assertThat(scrape.sum("heddle_call_started_total")).as(how).isEqualTo(40);
    assertThat(scrape.sum("heddle_phase_started_total")).as(how).isEqualTo(5);
    assertThat(scrape.value("heddle_self_advice_errors_total")).as(how).isZero();
  }

  private static ControlledApplication compiled(JavaProcess.Builder builder) throws Exception {
    return ControlledApplication.start(builder, "com.acme.field.CompiledApp");
  }

  private static double started(Scrape scrape, String rule, String type, String method) {
    return scrape.value(
        "heddle_call_started_total{rule=\""
            + rule
            + "\",class=\""
            + type
            + "\",method=\""
            + method
            + "\"}");
  }
}
