package io.heddle.benchmarks.budget;

import com.example.budget.FortyMethods;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * An application of two threads that call forty methods at a fixed rate, and the processor time
 * that its JVM uses for it: callers, compilers and the agent's threads.
 */
public final class BudgetSubject {
  /** The begin of a line with figures. */
  static final String MARK = "BUDGET-FIGURE ";

  private static final int METHODS = 40;
  private static final int THREADS = 2;
  private static final long TICK_NANOS = 1_000_000;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  // the compiler must not drop the calls
  @SuppressWarnings("UnusedVariable")
  private static volatile long seen;

  private BudgetSubject() {}

  /**
   * Calls, and ends.
   *
   * @param arguments calls a second, of all methods and threads; seconds before the measurement, in
   *     which compilers and governor settle; seconds of the measurement
   */
  public static void main(String[] arguments) throws Exception {
    int rate = Integer.parseInt(arguments[0]);
    long rounds = rate / METHODS / THREADS * TICK_NANOS / 1_000_000_000;
    long settling = ticks(arguments[1]);
    long measured = ticks(arguments[2]);
    CountDownLatch settled = new CountDownLatch(THREADS);
    CountDownLatch ended = new CountDownLatch(THREADS);
    // the same threads before and after: with new ones the compilers would begin again
    for (int i = 0; i < THREADS; i++) {
      new Thread(
              () -> {
                FortyMethods methods = new FortyMethods();
                callAtRate(methods, rounds, settling);
                settled.countDown();
                callAtRate(methods, rounds, measured);
                ended.countDown();
              },
              "caller")
          .start();
    }
    settled.await();
    long cpu = PROCESS.getProcessCpuTime();
    long begin = System.nanoTime();
    ended.await();
    long wall = System.nanoTime() - begin;
    long calls = rounds * METHODS * THREADS;
    say("nanos " + (PROCESS.getProcessCpuTime() - cpu) + " " + wall + " " + calls * measured);
    say("calls " + calls * (settling + measured));
    metrics();
    System.exit(0);
  }

  private static long ticks(String seconds) {
    return Integer.parseInt(seconds) * 1_000_000_000L / TICK_NANOS;
  }

  private static void callAtRate(FortyMethods methods, long rounds, long ticks) {
    long due = System.nanoTime();
    long sum = 0;
    for (long tick = 0; tick < ticks; tick++) {
      sum += tick(methods, rounds);
      due += TICK_NANOS;
      // what is late is made up for without a pause
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
    seen = sum;
  }

  private static long tick(FortyMethods methods, long rounds) {
    long sum = 0;
    for (long i = 0; i < rounds; i++) {
      sum += methods.callAll(i);
    }
    return sum;
  }

  /** The agent's own word, if it is here. */
  private static void metrics() throws IOException {
    String heddle = System.getProperty("heddle.address");
    if (heddle == null) {
      return;
    }
    try (InputStream in = URI.create(heddle + "/metrics").toURL().openStream()) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("heddle_call_") || line.startsWith("heddle_self_"))
          .filter(line -> !line.contains("_bucket{"))
          .forEach(BudgetSubject::say);
    }
  }

  private static void say(String line) {
    System.out.println(MARK + line);
  }
}
