package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.ActiveCall;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdapterCallsTest {
  private static final Object[] NONE = {};

  private final Probes probes = new Probes();
  private final Failing adapter = new Failing();
  private final Probe probe = Probe.adapted(probes.registry, probes.rule(false, Map.of()), adapter);

  /** An adapter that fails when it is told to. */
  private static final class Failing implements Adapter {
    boolean failsToEnter;
    boolean failsToExit;
    int entered;
    int exited;

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      entered++;
      if (failsToEnter) {
        throw new IllegalStateException("enter");
      }
      return null;
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      exited++;
      if (failsToExit) {
        throw new IllegalStateException("exit");
      }
    }
  }

  @AfterEach
  void close() {
    probes.close();
  }

  private void call() {
    ActiveCall call = AdapterCalls.visit(probe, null, NONE);
    if (call != null) {
      AdapterCalls.leave(probe, call, null, null);
    }
  }

  @Test
  void shouldCallNoAdapterThatFailedAHundredTimesWhenItEntered() {
    adapter.failsToEnter = true;
    for (int i = 0; i < 150; i++) {
      call();
    }
    assertThat(adapter.entered).isEqualTo(ProbedRule.QUIET_AFTER);
    assertThat(adapter.exited).isZero();
    assertThat(probe.rule().errors().count()).isEqualTo(100);
    assertThat(probe.rule().isQuiet()).isTrue();
    assertThat(probe.hasFired()).isTrue();
  }

  @Test
  void shouldCallNoAdapterThatFailedAHundredTimesWhenItLeft() {
    adapter.failsToExit = true;
    for (int i = 0; i < 150; i++) {
      call();
    }
    assertThat(adapter.entered).isEqualTo(ProbedRule.QUIET_AFTER);
    assertThat(adapter.exited).isEqualTo(ProbedRule.QUIET_AFTER);
    assertThat(probes.registry.adviceErrors()).isEqualTo(100);
  }

  @Test
  void shouldEndACallThatBeganBeforeTheRuleWasQuiet() {
    ActiveCall open = Objects.requireNonNull(AdapterCalls.visit(probe, null, NONE));
    for (int i = 0; i < ProbedRule.QUIET_AFTER; i++) {
      probe.failed(new IllegalStateException("value"));
    }
    assertThat(AdapterCalls.visit(probe, null, NONE)).isNull();
    AdapterCalls.leave(probe, open, null, null);
    assertThat(adapter.exited).isEqualTo(1);
  }
}
