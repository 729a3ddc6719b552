package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  static final String CONTRACT =
      """
      enabled: true
      log: warn                    # slf4j-simple levels, to stderr
      exporter:
        host: 127.0.0.1            # loopback unless you say otherwise
        port: 9464
      packs: auto
      profiles: []
      rules:
        - id: render
          type: com.acme.report.Renderer
          subtypes: true
          annotated: com.acme.Measured
          method: render(java.lang.String)
          exclude: [ "com.acme.report.internal.**" ]
          outermost: false
          family: tool
          labels: { tool: $1 }
          outcome: { failure: $return.isError }
        - id: image
          type: com.acme.Image
          stage: image_prepare
      families:
        orchestration: { help: Full, labels: [ ], buckets: [ 0.1, 0.5, 1, 2.5, 5, 10, 30, 60 ] }
      prefix: heddle
      exec: { successExits: { grep: [ 0, 1 ] } }
      limits: { series: 2000, labelLength: 128, wovenMethods: 50000, cells: 8MiB }
      units:
        interval: 1s
        retention: 720m
        memory: 10MiB
        spill: { directory: null, max: 6MiB, segment: 256KiB }
        watch: [ { name: postgres, pidFile: /run/postgresql/15-main.pid } ]
      governor: { budget: 1% }
      """;

  @TempDir private Path directory;

  @Test
  void shouldReadTheFileOfTheContract() throws ConfigException {
    Config config = Loading.fromFile(directory, CONTRACT);
    assertThat(config.rules()).hasSize(2);
    RuleSpec rule = config.rules().get(0);
    assertThat(rule.id()).isEqualTo("render");
    assertThat(rule.selector().type()).isEqualTo(TypePattern.parse("com.acme.report.Renderer"));
    assertThat(rule.selector().subtypes()).isTrue();
    assertThat(rule.selector().annotated()).isEqualTo("com.acme.Measured");
    assertThat(rule.selector().method()).isEqualTo(MethodPattern.parse("render(java.lang.String)"));
    assertThat(rule.selector().exclude())
        .containsExactly(TypePattern.parse("com.acme.report.internal.**"));
    MeasureRun run = (MeasureRun) rule.action();
    assertThat(run.family()).isEqualTo("tool");
    assertThat(run.labels()).containsExactly(Map.entry("tool", ValueSpec.parse("$1")));
    assertThat(rule.outcome().conditions())
        .containsExactly(Map.entry(Outcome.FAILURE, ConditionSpec.parse("$return.isError")));
    assertThat(config.rules().get(1).action())
        .isEqualTo(new StageAction.TimeStage(ValueSpec.constant("image_prepare"), null));
    assertThat(config.exec().successExits()).isEqualTo(Map.of("grep", Set.of(0, 1)));
    assertThat(config.units().watch())
        .containsExactly(new UnitsConfig.Watch("postgres", "/run/postgresql/15-main.pid", -1));
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void shouldWatchProcessesByFileOrById() throws ConfigException {
    String yaml =
        "units: { watch: [ { name: a, pidFile: /run/a.pid }, { name: b, pid: 1 },"
            + " { pid: 4194304000, name: c } ] }";
    assertThat(Loading.fromFile(directory, yaml).units().watch())
        .containsExactly(
            new UnitsConfig.Watch("a", "/run/a.pid", -1),
            new UnitsConfig.Watch("b", null, 1),
            new UnitsConfig.Watch("c", null, 4_194_304_000L));
  }

  @ParameterizedTest
  @CsvSource({
    "100ms,1000,units.interval is 1 s to 60 s: 100ms is taken as 1 s",
    "0s,1000,units.interval is 1 s to 60 s: 0s is taken as 1 s",
    "999ms,1000,units.interval is 1 s to 60 s: 999ms is taken as 1 s",
    "1s,1000,",
    "1m,60000,",
    "60001ms,60000,units.interval is 1 s to 60 s: 60001ms is taken as 60 s",
    "99999999999d,60000,units.interval is 1 s to 60 s: 99999999999d is taken as 60 s",
  })
  void shouldTakeTheNearestIntervalAndSaySo(String written, long taken, @Nullable String warning)
      throws ConfigException {
    for (Config config :
        List.of(
            Loading.fromFile(directory, "units: { interval: " + written + " }"),
            Loading.fromArguments("units.interval=" + written))) {
      assertThat(config.units().intervalMillis()).isEqualTo(taken);
      assertThat(config.warnings()).isEqualTo(warning == null ? List.of() : List.of(warning));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fasle,false",
    "False,false",
    "flse,false",
    "tru,true",
    "TRUE,true",
    "nul,null",
    "done,",
    "true,",
    "12,",
    "rule,",
  })
  void shouldWarnOfATextThatIsNearlyALiteral(String written, @Nullable String meant)
      throws ConfigException {
    String rule = "{ id: r, type: a.B, outcome: { failure: $return == " + written + " } }";
    assertThat(Loading.fromFile(directory, "rules: [ " + rule + " ]").warnings())
        .isEqualTo(
            meant == null
                ? List.of()
                : List.of(
                    "rule r compares $return with the text '"
                        + written
                        + "'; did you mean "
                        + meant
                        + "?"));
  }

  @Test
  void shouldTakeProfilesAndNoBudget() throws ConfigException {
    Config config =
        Loading.fromFile(
            directory, "profiles: [ oxios, solti, oxios ]\ngovernor: { budget: off }\n");
    assertThat(config.governor().on()).isFalse();
    assertThat(config.profiles()).containsExactly("oxios", "solti");
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void shouldFillTheLabelsOfCalls() throws ConfigException {
    MeasureRun plain = run("rules: [ { id: a, type: '**' } ]");
    assertThat(plain.family()).isEqualTo("call");
    assertThat(plain.labels())
        .isEqualTo(
            Map.of(
                "rule", ValueSpec.constant("a"),
                "class", ValueSpec.parse("$class"),
                "method", ValueSpec.parse("$method")));
    MeasureRun given = run("rules: [ { id: a, type: A, labels: { class: 5 } } ]");
    assertThat(given.labels()).containsEntry("class", ValueSpec.constant("5")).hasSize(3);
  }

  private MeasureRun run(String yaml) throws ConfigException {
    return (MeasureRun) Loading.fromFile(directory, yaml).rules().get(0).action();
  }

  @Test
  void shouldTryOutcomesInTheOrderOfTheContract() throws ConfigException {
    String outcomes = "{ success: $1, failure: $2, timeout: $3, canceled: $4 }";
    Config config =
        Loading.fromFile(directory, "rules: [ { id: a, type: A, outcome: " + outcomes + " } ]");
    assertThat(config.rules().get(0).outcome().conditions().keySet())
        .containsExactly(Outcome.TIMEOUT, Outcome.CANCELED, Outcome.FAILURE, Outcome.SUCCESS);
  }

  @Test
  void shouldRedefineAndDefineFamilies() throws ConfigException {
    String yaml =
        """
        families:
          tool: { buckets: [ 1, 2 ] }
          exec: { help: Mine, labels: [ runner, name ] }
          page: { help: Pages, labels: [ site ], buckets: [ 0.5 ] }
          bare:
          empty: { }
        rules: [ { id: a, type: A, family: page, labels: { site: $1 } } ]
        """;
    Map<String, FamilyConfig> families = Loading.fromFile(directory, yaml).families();
    assertThat(family(families, "tool").buckets()).containsExactly(1.0, 2.0);
    assertThat(family(families, "tool").labels()).containsExactly("tool");
    assertThat(family(families, "exec").help()).isEqualTo("Mine");
    assertThat(family(families, "exec").buckets()).hasSize(15);
    FamilySpec page = family(families, "page").toSpec();
    assertThat(page.labels()).containsExactly("site");
    assertThat(page.tracked()).isTrue();
    assertThat(page.grid().classicBounds()).containsExactly(0.5);
    assertThat(family(families, "empty").buckets()).hasSize(11);
  }

  private static FamilyConfig family(Map<String, FamilyConfig> families, String name) {
    return Objects.requireNonNull(families.get(name));
  }

  @Test
  void shouldMakeSpecsOfAllBuiltInFamilies() {
    for (FamilyConfig family : BuiltInFamilies.all().values()) {
      assertThat(family.toSpec().tracked()).isEqualTo(!family.name().equals("call"));
    }
    assertThat(BuiltInFamilies.all().keySet())
        .containsExactly(
            "exec", "tool", "llm", "job", "agent", "orchestration", "message", "phase", "call");
    assertThat(family(BuiltInFamilies.all(), "tool").buckets())
        .isEqualTo(List.of(.01, .05, .1, .25, .5, 1.0, 2.5, 5.0, 10.0));
  }

  @Test
  void shouldTakeEmptyFilesAndSectionsAsDefaults() throws ConfigException {
    String defaults = Loading.fromArguments("").fingerprint();
    for (String yaml :
        List.of(
            "", "# nothing\n", "\uFEFF", "---\n", "exporter:\nrules:\nlog: ~\nlimits: null\n")) {
      assertThat(Loading.fromFile(directory, yaml).fingerprint()).isEqualTo(defaults);
    }
  }

  @Test
  void shouldTakeByteOrderMarkAndWindowsLines() throws ConfigException {
    assertThat(Loading.fromFile(directory, "\uFEFFlog: info\r\nprefix: x\r\n").prefix())
        .isEqualTo("x");
  }

  @Test
  void shouldTakeScalarAliasesAndAnchors() throws ConfigException {
    String yaml = "rules: [ { id: &x a, type: A }, { id: b, type: *x } ]";
    assertThat(Loading.fromFile(directory, yaml).rules().get(1).selector().type())
        .isEqualTo(TypePattern.parse("a"));
  }

  @Test
  void shouldReadSizesAndDurations() throws ConfigException {
    Config config =
        Loading.fromArguments(
            "limits.cells=65536,units.interval=1500ms,units.retention=12h,units.memory=1GiB,"
                + "units.spill.directory=/tmp/x,units.spill.max=0,governor.budget=0.5%");
    assertThat(config.limits().cells()).isEqualTo(65_536);
    assertThat(config.units().intervalMillis()).isEqualTo(1500);
    assertThat(config.units().retentionMillis()).isEqualTo(12 * 3_600_000L);
    assertThat(config.units().memory()).isEqualTo(1L << 30);
    assertThat(config.units().spill().on()).isFalse();
    assertThat(config.governor().budgetPercent()).isEqualTo(0.5);
  }

  @Test
  @Tag("S1")
  @Tag("S2")
  @Tag("S3")
  @Tag("S7")
  void shouldGiveUnitsTheDefaultsOfSystemg() throws ConfigException {
    UnitsConfig units = Loading.fromArguments("").units();
    assertThat(units.retentionMillis()).isEqualTo(720 * 60_000L);
    assertThat(units.intervalMillis()).isEqualTo(1000);
    assertThat(units.memory()).isEqualTo(10_485_760);
    assertThat(units.spill()).isEqualTo(new UnitsConfig.Spill(null, 6 << 20, 256 << 10));
    assertThat(units.spill().on()).isFalse();
    assertThat(new UnitsConfig.Spill("/var/spool", 0, 1).on()).isFalse();
    assertThat(new UnitsConfig.Spill("/var/spool", 1 << 20, 1).on()).isTrue();
  }
}
