package io.heddle.benchmarks;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Whether a library counted what was recorded. A figure without that proves nothing. */
final class RecordedCalls {
  private static final AtomicLong CALLS = new AtomicLong();
  private static final AtomicInteger THREADS = new AtomicInteger();
  private static final ConcurrentHashMap<Double, Boolean> LAST = new ConcurrentHashMap<>();
  private static volatile @Nullable Source count;
  private static volatile @Nullable Source last;

  private RecordedCalls() {}

  /** A number that a library tells. */
  interface Source {
    /** Returns the number as it is now. */
    double read() throws IOException;
  }

  /** Sets where the number of calls is read. In one JVM one library counts. */
  static void are(Source source) {
    count = source;
  }

  /** Sets where the value that was set last is read: 0 where nothing was set. */
  static void lastIs(Source source) {
    last = source;
  }

  /** Adds one thread's calls, each of which may have set their number; the last thread compares. */
  static void verify(long calls, int threads) throws IOException {
    CALLS.addAndGet(calls);
    LAST.put((double) calls, true);
    Source counted = count;
    if (THREADS.incrementAndGet() < threads || counted == null) {
      return;
    }
    Source set = last;
    double value = set == null ? 0 : set.read();
    boolean isGauge = value != 0;
    if (isGauge ? !LAST.containsKey(value) : counted.read() != CALLS.get()) {
      throw new IllegalStateException(
          "called " + CALLS + ", but recorded " + counted.read() + ", set last " + value);
    }
  }
}
