package io.heddle.registry.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a1", "a_b", "a__b", "exec", "z9_9", "total_count_x", "counter"})
  void shouldTakeFamily(String name) {
    assertThat(MetricNames.family(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "1a",
        "_a",
        "a_",
        "a-b",
        "a b",
        "ä",
        "a.b",
        "a:b",
        "a\n",
        "aB",
        "\uD83D\uDE00"
      })
  void shouldRefuseWhatIsNoName(String name) {
    assertThat(MetricNames.isName(name)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricNames.family(name))
        .withMessageContaining(MetricNames.RULE);
    assertThatIllegalArgumentException().isThrownBy(() -> MetricNames.label(name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Registry(name, 1, 0))
        .withMessageContaining("prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runner", "stage", "unit", "box", "boxes", "build", "children", "self"})
  void shouldRefuseReservedFamily(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricNames.family(name))
        .withMessage("family '" + name + "' is reserved");
  }

  @ParameterizedTest
  @CsvSource({
    "my_total,total",
    "info,info",
    "a_created,created",
    "a_bucket,bucket",
    "count,count",
    "x_sum,sum"
  })
  void shouldRefuseFamilyThatEndsInAWordOfPrometheus(String name, String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricNames.family(name))
        .withMessage("family '" + name + "' must not end in " + word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcome", "error_type", "le", "quantile", "__name", "__"})
  void shouldRefuseReservedLabel(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricNames.label(name))
        .withMessage("label '" + name + "' is reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tool", "total", "self", "le2", "outcomes"})
  void shouldTakeLabel(String name) {
    assertThatNoException().isThrownBy(() -> MetricNames.label(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,a", "a,b,a"})
  void shouldRefuseLabelNamedTwice(String labels) {
    BucketLayout grid = new BucketLayout(new double[] {1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FamilySpec("f", "F", List.of(labels.split(",", -1)), grid, false))
        .withMessageContaining("twice");
  }
}
