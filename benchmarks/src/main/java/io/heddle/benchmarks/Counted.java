package io.heddle.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the agent in this JVM counted what was called. A figure without that proves nothing. */
public final class Counted {
  private static final AtomicLong CALLS = new AtomicLong();
  private static final AtomicInteger THREADS = new AtomicInteger();

  private Counted() {}

  /** Adds one thread's calls; the last thread compares. */
  public static void verify(long calls, int threads) throws IOException {
    CALLS.addAndGet(calls);
    if (THREADS.incrementAndGet() < threads) {
      return;
    }
    String text = metrics();
    double started = sum(text, "_started_total{");
    double completed = sum(text, "_duration_seconds_count{");
    if (started != CALLS.get() || completed != CALLS.get()) {
      throw new IllegalStateException(
          "called " + CALLS + ", but Heddle started " + started + " and completed " + completed);
    }
  }

  private static String metrics() throws IOException {
    String address = System.getProperty("heddle.address");
    if (address == null) {
      throw new IllegalStateException("the agent is not in this JVM");
    }
    try (InputStream in = URI.create(address + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the sum of the series whose names and first labels begin so. */
  static double sum(String start) throws IOException {
    return sum(metrics(), start, "");
  }

  /** Over all families: in one JVM one method is called. */
  private static double sum(String text, String series) {
    return sum(text, "heddle_", series);
  }

  private static double sum(String text, String start, String series) {
    double sum = 0;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(start) && line.contains(series)) {
        sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return sum;
  }
}
