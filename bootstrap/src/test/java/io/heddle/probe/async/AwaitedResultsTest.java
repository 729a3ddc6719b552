package io.heddle.probe.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AwaitedResultsTest {
  private final AwaitedResults awaited = new AwaitedResults();

  /** Remembers what it was told. */
  private static final class Told implements ResultListener {
    private final AtomicInteger times = new AtomicInteger();
    private volatile @Nullable Throwable thrown;

    @Override
    public void with(@Nullable Object value, @Nullable Throwable failure) {
      thrown = failure;
      times.incrementAndGet();
    }
  }

  private int waiting(Object object) {
    int found = 0;
    for (AwaitedResults.Entry entry = awaited.find(object); entry != null; entry = entry.next()) {
      found += entry.isOf(object) ? 1 : 0;
    }
    return found;
  }

  @Test
  void shouldTellObjectsApartByIdentity() {
    String one = "same";
    String other = String.copyValueOf(one.toCharArray());
    Told end = new Told();
    assertThat(awaited.isAny()).isFalse();
    awaited.add(one, end);
    awaited.add(one, new Told());
    awaited.add(other, new Told());
    assertThat(awaited.isAny()).isTrue();
    assertThat(waiting(one)).isEqualTo(2);
    awaited.forget(one, end);
    assertThat(waiting(one)).isEqualTo(1);
    awaited.forget(one);
    assertThat(waiting(one)).isZero();
    assertThat(waiting(other)).isEqualTo(1);
    awaited.forget(other);
    awaited.forget(other);
    assertThat(awaited.isAny()).isFalse();
  }

  @Test
  void shouldCancelWhatWaitsForAnObjectThatIsGone() throws InterruptedException {
    Told gone = new Told();
    Told kept = new Told();
    Object object = new Object();
    awaited.add(object, kept);
    for (int i = 0; i < 3; i++) {
      awaited.add(new Object(), gone);
    }
    for (int i = 0; i < 500 && gone.times.get() < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
      awaited.settle();
    }
    assertThat(gone.times).hasValue(3);
    assertThat(gone.thrown).isInstanceOf(CancellationException.class);
    assertThat(kept.times).hasValue(0);
    assertThat(waiting(object)).isEqualTo(1);
    awaited.clear();
    assertThat(awaited.isAny()).isFalse();
    assertThat(waiting(object)).isZero();
  }

  @Test
  void shouldLoseNothingBetweenThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> found = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      found.add(threads.submit(this::addAndForget));
    }
    int sum = 0;
    for (Future<Integer> one : found) {
      sum += one.get();
    }
    threads.shutdown();
    assertThat(sum).isEqualTo(4 * 20_000);
    assertThat(awaited.isAny()).isFalse();
  }

  private int addAndForget() {
    int sum = 0;
    for (int i = 0; i < 20_000; i++) {
      Object object = new Object();
      awaited.add(object, new Told());
      sum += waiting(object);
      awaited.forget(object);
    }
    return sum;
  }
}
