package io.heddle.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.config.Config;
import io.heddle.agent.family.FamilyConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDifferenceTest {
  private static final String ONE = "rules: [ { id: a, type: com.acme.A, method: one }";
  private static final String TWO =
      ONE + ", { id: b, type: com.acme.B, labels: { x: $1 }, family: f }";
  private static final String FAMILY = "families: { f: { help: F, labels: [ x ] } }\n";

  @TempDir private Path directory;

  private Config config(String yaml) throws Exception {
    Path file = directory.resolve("heddle.yaml");
    Files.writeString(file, yaml);
    return Config.load("config=" + file, new Properties(), Map.of());
  }

  private ConfigDifference difference(String before, String after) throws Exception {
    return ConfigDifference.of(config(before), config(after));
  }

  @Test
  void shouldFindNothingInTheSameFileWithAnotherComment() throws Exception {
    ConfigDifference none = difference(FAMILY + TWO + " ]\n", "# hello\n" + FAMILY + TWO + " ]\n");
    assertThat(none.rules().isNone()).isTrue();
    assertThat(none.rules().kept()).containsExactly("a", "b");
    assertThat(none.applied()).isEmpty();
    assertThat(none.needRestart()).isEmpty();
    assertThat(none.isNone(config(FAMILY + TWO + " ]\n"))).isTrue();
  }

  @Test
  void shouldTellAddedChangedRemovedAndKeptRules() throws Exception {
    ConfigDifference found =
        difference(
            "rules: [ { id: a, type: com.acme.A }, { id: b, type: com.acme.B },"
                + " { id: c, type: com.acme.C } ]\n",
            "rules: [ { id: d, type: com.acme.A }, { id: b, type: com.acme.B, method: run },"
                + " { id: a, type: com.acme.A } ]\n");
    assertThat(found.rules().added()).containsExactly("d");
    assertThat(found.rules().changed()).containsExactly("b");
    assertThat(found.rules().removed()).containsExactly("c");
    assertThat(found.rules().kept()).containsExactly("a");
    assertThat(found.rules().inWords())
        .isEqualTo("rules: 1 added (d), 1 changed (b), 1 removed (c), 1 kept");
    assertThat(found.effective().rules()).hasSize(3);
  }

  @Test
  void shouldDoSomethingWhereOnlyTheOrderOfRulesChanges() throws Exception {
    String one = "rules: [ { id: a, type: com.acme.A }, { id: b, type: com.acme.A } ]\n";
    String other = "rules: [ { id: b, type: com.acme.A }, { id: a, type: com.acme.A } ]\n";
    ConfigDifference found = difference(one, other);
    assertThat(found.rules().isNone()).isTrue();
    assertThat(found.isNone(config(one))).isFalse();
  }

  @Test
  void shouldApplyANewFamilyWithItsRules() throws Exception {
    ConfigDifference found = difference(ONE + " ]\n", FAMILY + TWO + " ]\n");
    assertThat(found.rules().added()).containsExactly("b");
    assertThat(found.applied()).extracting(SettingChange::path).containsExactly("families.f");
    assertThat(found.effective().families()).containsKey("f");
  }

  @Test
  void shouldKeepAFamilyAsItIsAndWhatNeedsItsNewLabels() throws Exception {
    String other = FAMILY.replace("x", "y").replace("F,", "G,");
    ConfigDifference found =
        difference(FAMILY + TWO + " ]\n", other + TWO.replace("x:", "y:") + " ]\n");
    assertThat(found.rules().isNone()).isTrue();
    assertThat(found.needRestart())
        .extracting(SettingChange::toString)
        .containsExactly(
            "families.f.help: F -> G",
            "families.f.labels: [x] -> [y]",
            "rules.b: as it was -> with other labels of its family");
    assertThat(found.effective().families().get("f"))
        .isNotNull()
        .extracting(FamilyConfig::labels)
        .isEqualTo(List.of("x"));
  }

  @Test
  void shouldRaiseALimitAndNotLowerIt() throws Exception {
    ConfigDifference up =
        difference("", "limits: { series: 20000, wovenMethods: 60000, cells: 1GiB }\n");
    assertThat(up.applied())
        .extracting(SettingChange::toString)
        .containsExactly(
            "limits.series: 2000 -> 20000",
            "limits.wovenMethods: 50000 -> 60000",
            "limits.cells: 8388608 -> 1073741824");
    assertThat(up.needRestart()).isEmpty();
    assertThat(up.effective().limits().series()).isEqualTo(20_000);
    assertThat(up.effective().limits().wovenMethods()).isEqualTo(60_000);
    ConfigDifference down = difference("", "limits: { wovenMethods: 10 }\n");
    assertThat(down.applied()).isEmpty();
    assertThat(down.needRestart()).hasSize(1);
    assertThat(down.effective().limits().wovenMethods()).isEqualTo(50_000);
  }

  @Test
  void shouldApplyWhatIsLiveAndNameTheRest() throws Exception {
    ConfigDifference found =
        difference(
            "",
            """
            log: debug
            reload: 1s
            governor: { budget: off }
            prefix: other
            packs: [ ]
            exporter: { host: 0.0.0.0, port: 1, memory: 1MiB }
            profiles: [ solti ]
            exec: { successExits: { grep: [ 0, 1 ] } }
            units: { interval: 2s }
            limits: { series: 9000, labelLength: 200, cells: 16MiB, boxes: 300 }
            """);
    assertThat(found.applied())
        .extracting(SettingChange::toString)
        .containsExactly(
            "log: warn -> debug",
            "governor.budget: 1.0% -> off",
            "reload: 5000ms -> 1000ms",
            "limits.series: 2000 -> 9000",
            "limits.cells: 8388608 -> 16777216");
    assertThat(found.needRestart())
        .extracting(SettingChange::path)
        .containsExactly(
            "exporter.host",
            "exporter.port",
            "exporter.memory",
            "packs",
            "profiles",
            "prefix",
            "exec.successExits",
            "units",
            "limits.labelLength",
            "limits.boxes");
    assertThat(found.effective().prefix()).isEqualTo("heddle");
    assertThat(found.effective().governor().on()).isFalse();
    assertThat(found.effective().reload().everyMillis()).isEqualTo(1000);
  }
}
