package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Calls of which one of 64 is timed and whose outcome is a condition on their result. */
class GovernedConditionsTest {
  private static final int N = 64;
  private static final int CALLS = 100_000;
  private static final String ANSWERS = "io.heddle.agent.weave.GovernedConditionsTest$Answers";

  /** Answers -1 to every tenth question, and fails at every hundredth. */
  public static final class Answers implements ToLongFunction<Object> {
    private int asked;

    @Override
    public long applyAsLong(Object question) {
      asked++;
      if (asked % 100 == 7) {
        throw new IllegalStateException();
      }
      return asked % 10 == 3 ? -1 : asked;
    }
  }

  private static void assertCounts(Map<String, String> labels) throws Exception {
    try (WovenClass woven = new WovenClass();
        InputStream in =
            Objects.requireNonNull(
                Answers.class.getResourceAsStream("GovernedConditionsTest$Answers.class"))) {
      RuleSpec rule = WovenClass.rule("a", "call", labels, "$return == -1");
      byte[] bytes = Objects.requireNonNull(woven.weave(ANSWERS, in.readAllBytes(), List.of(rule)));
      Class<?> type = new OwnClassLoader(ANSWERS, bytes).loadClass(ANSWERS);
      @SuppressWarnings("unchecked")
      ToLongFunction<Object> answers = (ToLongFunction<Object>) type.getConstructor().newInstance();
      assertThat(answers.applyAsLong("why")).isEqualTo(1);
      RunFamily calls = Objects.requireNonNull(woven.registry.known("call"));
      ProbeBridge.tick(woven.registry.clock());
      Series series = calls.called().get(0);
      series.interval(N);
      for (int i = 1; i < CALLS; i++) {
        try {
          assertThat(answers.applyAsLong("why")).isNotZero();
        } catch (IllegalStateException expected) {
          // one of a hundred
        }
      }
      assertThat(woven.sum("call_started_total")).isEqualTo(CALLS);
      assertThat(woven.sum("call_completed_total")).isEqualTo(CALLS);
      assertThat(woven.sum("call_errors_total")).isEqualTo(CALLS / 10 + CALLS / 100);
      assertThat(series.untimed()).isBetween(CALLS * 61L / N, CALLS * 64L / N);
      assertThat(woven.registry.adviceErrors()).isZero();
    }
  }

  @Test
  void shouldCountEachOutcomeWithConstantLabels() throws Exception {
    assertCounts(Map.of());
  }

  @Test
  void shouldCountEachOutcomeWithALabelFromAnArgument() throws Exception {
    assertCounts(Map.of("method", "$1"));
  }
}
