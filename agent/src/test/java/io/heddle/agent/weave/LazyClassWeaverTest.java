package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.log.WarningSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LazyClassWeaverTest {
  private final List<String> debugged = new ArrayList<>();
  private final AtomicReference<Thread> preparing = new AtomicReference<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);

  private void prepare(LazyClassWeaver engine, List<List<String>> letThrough) {
    engine.prepare(this::thread, letThrough::add, new Debugged(debugged));
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task);
    preparing.set(thread);
    return thread;
  }

  private LazyClassWeaver slow(Callable<Object> factory) {
    return new LazyClassWeaver(
        () -> {
          calls.incrementAndGet();
          goOn.await();
          return factory.call();
        });
  }

  @Test
  void shouldLetAnApplicationClassWaitForThePreparation() throws Exception {
    try (WovenClass woven = new WovenClass()) {
      LazyClassWeaver engine = slow(woven::engine);
      prepare(engine, new ArrayList<>());
      awaitCall();
      FutureTask<Object> asking = new FutureTask<>(() -> engine.get("com.acme.A", true, n -> {}));
      Thread application = new Thread(asking);
      application.start();
      while (application.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      goOn.countDown();
      assertThat(asking.get()).isSameAs(woven.engine());
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void shouldLetAClassOfTheJdkThroughAndWeaveItAfterwards() throws Exception {
    try (WovenClass woven = new WovenClass()) {
      LazyClassWeaver engine = slow(woven::engine);
      List<List<String>> letThrough = new ArrayList<>();
      prepare(engine, letThrough);
      awaitCall();
      assertThat(engine.get("java.util.Timer", false, n -> {})).isNull();
      goOn.countDown();
      Objects.requireNonNull(preparing.get()).join();
      assertThat(letThrough).containsExactly(List.of("java.util.Timer"));
    }
  }

  @Test
  void shouldTryAgainAndReportWhereThePreparationFailed() throws Exception {
    goOn.countDown();
    LazyClassWeaver engine =
        slow(
            () -> {
              throw new IllegalStateException("no memory for call " + calls.get());
            });
    prepare(engine, new ArrayList<>());
    Objects.requireNonNull(preparing.get()).join();
    assertThat(debugged).hasSize(1).first().asString().contains("no memory for call 1");
    assertThatThrownBy(() -> engine.get("com.acme.A", true, n -> {}))
        .hasMessage("no memory for call 2");
  }

  private void awaitCall() {
    while (calls.get() == 0) {
      Thread.onSpinWait();
    }
  }

  private record Debugged(List<String> texts) implements WarningSink {
    @Override
    public void warn(String kind, String sentence) {
      throw new AssertionError(sentence);
    }

    @Override
    public void warn(String kind, String sentence, Throwable cause) {
      throw new AssertionError(sentence, cause);
    }

    @Override
    public void debug(String text) {
      texts.add(text);
    }
  }
}
