package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
  @TempDir private Path directory;

  @Test
  void shouldTakeDefaultsOfTheContract() throws ConfigException {
    Config config = Loading.config(null, Map.of(), Map.of());
    assertThat(config.enabled()).isTrue();
    assertThat(config.log()).isEqualTo("warn");
    assertThat(config.exporter()).isEqualTo(new ExporterConfig("127.0.0.1", 9464, 8 << 20));
    assertThat(config.packs().wants("anything")).isTrue();
    assertThat(config.prefix()).isEqualTo("heddle");
    assertThat(config.limits()).isEqualTo(new LimitsConfig(2000, 128, 50_000, 8 << 20, 200));
    assertThat(config.units().intervalMillis()).isEqualTo(1000);
    assertThat(config.units().retentionMillis()).isEqualTo(720 * 60_000L);
    assertThat(config.units().memory()).isEqualTo(10 << 20);
    assertThat(config.units().spill()).isEqualTo(new UnitsConfig.Spill(null, 6 << 20, 256 << 10));
    assertThat(config.units().spill().on()).isFalse();
    assertThat(config.governor().budgetPercent()).isEqualTo(1);
    assertThat(config.families()).isEqualTo(BuiltInFamilies.all());
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void shouldLetTheHigherSourceWin() throws ConfigException {
    String file = "exporter: { port: 1, host: h1, memory: 5MiB }\nlog: info\nprefix: p1\n";
    String arguments = "config=" + Loading.file(directory, file) + ",exporter.port=4";
    Map<String, String> properties =
        Map.of("heddle.exporter.port", "3", "heddle.exporter.host", "h3");
    Map<String, String> environment =
        Map.of(
            "HEDDLE_EXPORTER_PORT", "2",
            "HEDDLE_EXPORTER_HOST", "h2",
            "HEDDLE_EXPORTER_MEMORY", "6MiB",
            "HEDDLE_LOG", "error");
    Config config = Loading.config(arguments, properties, environment);
    assertThat(config.exporter()).isEqualTo(new ExporterConfig("h3", 4, 6 << 20));
    assertThat(config.log()).isEqualTo("error");
    assertThat(config.prefix()).isEqualTo("p1");
  }

  @Test
  void shouldMergeMapsByKeyAndReplaceListsAsAWhole() throws ConfigException {
    String file = "exec: { successExits: { grep: [ 0, 1 ], diff: [ 0, 1 ] } }\npacks: [ a, b ]\n";
    Config config =
        Loading.config(
            "config=" + Loading.file(directory, file) + ",exec.successExits.python3.11=0+3",
            Map.of("heddle.exec.successExits.grep", "0,1,2", "heddle.packs", "c"),
            Map.of("HEDDLE_EXEC_SUCCESSEXITS_MY_TOOL", "7"));
    assertThat(config.exec().successExits())
        .isEqualTo(
            Map.of(
                "grep", Set.of(0, 1, 2),
                "diff", Set.of(0, 1),
                "python3.11", Set.of(0, 3),
                "my_tool", Set.of(7)));
    assertThat(config.packs()).isEqualTo(new PackChoice(false, List.of("c")));
  }

  @Test
  void shouldSplitListsByTheSeparatorOfTheirSource() throws ConfigException {
    assertThat(Loading.fromArguments("packs=jdk+docker").packs().names())
        .containsExactly("jdk", "docker");
    assertThat(
            Loading.config(null, Map.of(), Map.of("HEDDLE_PACKS", "jdk, docker")).packs().names())
        .containsExactly("jdk", "docker");
    assertThat(Loading.fromArguments("packs=auto").packs().auto()).isTrue();
    assertThat(Loading.fromArguments("packs=").packs().wants("jdk")).isFalse();
  }

  @Test
  void shouldNotSplitVariablesAtCamelHumps() throws ConfigException {
    Map<String, String> environment =
        Map.of("HEDDLE_LIMITS_LABELLENGTH", "64", "HEDDLE_LIMITS_LABEL_LENGTH", "32");
    Config config = Loading.config(null, Map.of(), environment);
    assertThat(config.limits().labelLength()).isEqualTo(64);
    assertThat(config.warnings())
        .containsExactly("ignored, not settings of Heddle: HEDDLE_LIMITS_LABEL_LENGTH");
  }

  @Test
  void shouldNameEverythingIgnoredInOneWarning() throws ConfigException {
    Map<String, String> environment =
        Map.of(
            "HEDDLE_PORT", "tcp://10.0.0.1:80",
            "HEDDLE_EXPORTER_PORT", "tcp://10.0.0.1:9464",
            "HEDDLE_LOG", "",
            "HEDDLE_RULES", "x");
    Map<String, String> properties =
        Map.of("heddle.foo", "1", "heddle.address", "x", "heddle.reply.abc", "{}");
    Config config = Loading.config("", properties, environment);
    assertThat(config.warnings())
        .containsExactly(
            "ignored, not settings of Heddle: -Dheddle.foo, HEDDLE_EXPORTER_PORT, HEDDLE_PORT,"
                + " HEDDLE_RULES");
    assertThat(config.exporter().port()).isEqualTo(9464);
  }

  @Test
  void shouldFindTheFileByAnySource() throws ConfigException {
    String file = Loading.file(directory, "log: info").toString();
    assertThat(Loading.config(null, Map.of("heddle.config", file), Map.of()).log())
        .isEqualTo("info");
    assertThat(Loading.config(null, Map.of(), Map.of("HEDDLE_CONFIG", file)).log())
        .isEqualTo("info");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exporter.prot=1 | agent argument 'exporter.prot': unknown setting; did you mean"
            + " 'exporter.port'? Allowed: config, enabled, ",
        "heddle.yaml     | agent argument 'heddle.yaml': must be key=value",
        "rules=x         | agent argument 'rules': rules can be set in the file only",
        "families.a=x    | agent argument 'families.a': families can be set in the file only",
        "log=info,log=off| agent argument 'log': is given twice",
        "exporter=1      | agent argument 'exporter': unknown setting",
        "exporter.port=70000 | agent argument 'exporter.port': exporter.port must be a whole number"
            + " from 0 to 65535, not '70000'",
        "log=loud        | agent argument 'log': log must be one of trace, debug, info, warn,"
            + " error, off, not 'loud'",
        "config=         | agent argument 'config': config must be the path of a file",
        "packs=a+b,x     | agent argument 'x': must be key=value",
      })
  void shouldRefuseArguments(String arguments, String message) {
    assertThat(Loading.refusal(arguments)).startsWith(message);
  }

  @Test
  void shouldNameVariableAndPropertyThatAreWrong() {
    assertThatThrownBy(() -> Loading.config(null, Map.of(), Map.of("HEDDLE_EXPORTER_PORT", "high")))
        .hasMessage(
            "HEDDLE_EXPORTER_PORT: exporter.port must be a whole number from 0 to 65535,"
                + " not 'high'");
    assertThatThrownBy(() -> Loading.config(null, Map.of("heddle.enabled", "yes"), Map.of()))
        .hasMessage("-Dheddle.enabled: enabled must be true or false, not 'yes'");
  }

  @Test
  void shouldCountFurtherProblemsInTheMessage() {
    assertThatThrownBy(() -> Loading.fromArguments("log=x,exporter.port=y,prefix=Z"))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems()).hasSize(3))
        .hasMessageEndingWith("(and 2 more)");
  }

  @Test
  void shouldRefuseUnknownPacksIfTheKnownOnesAreGiven() {
    assertThatThrownBy(
            () ->
                Config.load(
                    "packs=jkd", new java.util.Properties(), Map.of(), List.of("jdk", "mcp"), null))
        .hasMessageContaining("unknown pack 'jkd'; did you mean 'jdk'? Allowed: jdk, mcp");
  }

  @Test
  void shouldTellSameSettingsFromOthers() throws ConfigException {
    String file = "rules: [ { id: a, type: A, labels: { class: $1 } } ]\nlog: info\n";
    Config first = Loading.fromFile(directory, file);
    Config same =
        Loading.fromFile(directory, "log: info # comment\n" + file.replace("log: info", ""));
    Config other = Loading.fromFile(directory, file.replace("$1", "$2"));
    assertThat(first.fingerprint()).isEqualTo(same.fingerprint()).isNotEqualTo(other.fingerprint());
  }
}
