package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedCallTest {
  private static final Duration LIMIT = Duration.ofMillis(100);

  @Test
  void shouldReturnWhatTheWorkReturns() throws Exception {
    assertThat(BoundedCall.call(Duration.ofSeconds(30), () -> 7)).isEqualTo(7);
  }

  @Test
  void shouldThrowWhatTheWorkThrew() {
    IOException cause = new IOException("no");
    assertThatThrownBy(
            () ->
                BoundedCall.call(
                    Duration.ofSeconds(30),
                    () -> {
                      throw cause;
                    }))
        .isInstanceOf(ExecutionException.class)
        .hasCause(cause);
  }

  @Test
  void shouldGiveUpOnWorkThatIsLate() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                BoundedCall.call(
                    LIMIT,
                    () -> {
                      never.await();
                      return 0;
                    }))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void shouldWaitForWorkAsLongAsSomethingNewIsHeard() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    // no time passes: as if something had been heard just now, whenever it is asked
    ResponseTimeout patience =
        new ResponseTimeout(
            Duration.ofMillis(5),
            () -> {
              asked.incrementAndGet();
              return 0;
            });
    int result =
        BoundedCall.call(
            patience,
            () -> {
              while (asked.get() < 9) {
                Thread.onSpinWait();
              }
              return 7;
            });
    assertThat(result).isEqualTo(7);
  }

  @Test
  void shouldBeginAnewWhenSomethingIsHeard() {
    AtomicLong clock = new AtomicLong(5);
    ResponseTimeout patience = new ResponseTimeout(LIMIT, clock::get);
    clock.addAndGet(LIMIT.toNanos());
    assertThat(patience.leftNanos()).isZero();
    patience.renew();
    assertThat(patience.leftNanos()).isEqualTo(LIMIT.toNanos());
  }
}
