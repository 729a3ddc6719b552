package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.ActiveCall;
import io.heddle.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallDepthTest {
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
      assertThat(CallDepth.isRunning(rule(index))).isFalse();
      CallDepth.begin(rule(index), call);
      assertThat(CallDepth.isRunning(rule(index))).isTrue();
      assertThat(CallDepth.isRunning(rule(index + 1))).isFalse();
      CallDepth.begin(rule(index + 1), next);
      CallDepth.end(rule(index), next); // not its own
      assertThat(CallDepth.isRunning(rule(index))).isTrue();
      CallDepth.end(rule(index + 1), next);
      CallDepth.end(rule(index), call);
      assertThat(CallDepth.isRunning(rule(index))).isFalse();
    }
  }

  @Test
  void shouldTakeAnAbortedCallForEnded() {
    Call call = new Call();
    CallDepth.begin(rule(3), call);
    call.aborted = true;
    assertThat(CallDepth.isRunning(rule(3))).isFalse();
  }

  @Test
  void shouldRunForOneThreadAlone() {
    Call call = new Call();
    CallDepth.begin(rule(5), call);
    assertThat(CompletableFuture.supplyAsync(() -> CallDepth.isRunning(rule(5))).join()).isFalse();
    CallDepth.end(rule(5), call);
  }

  @Test
  void shouldEndWhatNeverBegan() {
    CallDepth.end(rule(100_000), new Call());
    assertThat(CallDepth.isRunning(rule(100_000))).isFalse();
  }

  @Test
  void shouldNotTakeACallOfAnEarlierAttachmentForThatOfARuleOfToday() {
    Call call = new Call();
    CallDepth.begin(rule(2), call);
    assertThat(CallDepth.isRunning(rule(new Registry("u", 1, 0), 2))).isFalse();
  }
}
