package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.ActiveCall;
import io.heddle.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutermostTest {
  private static final class Call extends ActiveCall {}

  private final Registry registry = new Registry("t", 1, 0);

  private Probe rule(int index) {
    return rule(registry, index);
  }

  private static Probe rule(Registry registry, int index) {
    ProbedRule rule = new ProbedRule(index, true, Map.of(), List.of(), 16, new AtomicInteger());
    return Probe.adapted(registry, rule, new Adapter() {});
  }

  @Test
  void shouldRunEachRuleOnceUntilItsCallEnds() {
    for (int index : new int[] {0, 63, 64, 127, 1000}) {
      Call call = new Call();
      Call next = new Call();
      assertThat(Outermost.isRunning(rule(index))).isFalse();
      Outermost.begin(rule(index), call);
      assertThat(Outermost.isRunning(rule(index))).isTrue();
      assertThat(Outermost.isRunning(rule(index + 1))).isFalse();
      Outermost.begin(rule(index + 1), next);
      Outermost.end(rule(index), next); // not its own
      assertThat(Outermost.isRunning(rule(index))).isTrue();
      Outermost.end(rule(index + 1), next);
      Outermost.end(rule(index), call);
      assertThat(Outermost.isRunning(rule(index))).isFalse();
    }
  }

  @Test
  void shouldTakeAnAbortedCallForEnded() {
    Call call = new Call();
    Outermost.begin(rule(3), call);
    call.aborted = true;
    assertThat(Outermost.isRunning(rule(3))).isFalse();
  }

  @Test
  void shouldRunForOneThreadAlone() {
    Call call = new Call();
    Outermost.begin(rule(5), call);
    assertThat(CompletableFuture.supplyAsync(() -> Outermost.isRunning(rule(5))).join()).isFalse();
    Outermost.end(rule(5), call);
  }

  @Test
  void shouldEndWhatNeverBegan() {
    Outermost.end(rule(100_000), new Call());
    assertThat(Outermost.isRunning(rule(100_000))).isFalse();
  }

  @Test
  void shouldNotTakeACallOfAnEarlierAttachmentForThatOfARuleOfToday() {
    Call call = new Call();
    Outermost.begin(rule(2), call);
    assertThat(Outermost.isRunning(rule(new Registry("u", 1, 0), 2))).isFalse();
  }
}
