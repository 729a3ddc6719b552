package io.heddle.agent.plan;

import io.heddle.agent.plan.WeavingPlan.PlannedMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JVM for a while how often planned methods are called: JFR counts calls from Java 25 on,
 * and before that the stacks of all threads are looked at, fifty times a second.
 */
final class CallSampler {
  private static final int FIRST_WITH_TIMING = 25;
  private static final long PAUSE_MILLIS = 20;

  private final Set<String> counted = new HashSet<>();
  private final Set<String> timed = new HashSet<>();
  private final @Nullable Consumer<String> progress;

  CallSampler(@Nullable Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Adds methods to look for.
   *
   * @param governed true if not every call of them is timed
   */
  void add(List<PlannedMethod> methods, boolean governed) {
    for (PlannedMethod method : methods) {
      String name = method.method().substring(0, method.method().indexOf('('));
      (governed ? counted : timed).add(method.className() + "::" + name);
    }
  }

  CallSample sample(Duration duration) throws IOException {
    if (Runtime.version().feature() >= FIRST_WITH_TIMING) {
      try {
        JfrCalls calls = new JfrCalls(all());
        calls.count(duration, this::report);
        return CallSample.counted(calls.seconds(), calls.of(all()), calls.of(timed));
      } catch (LinkageError e) {
        // a runtime image without the module jdk.jfr: stacks tell a little
      }
    }
    return stacks(duration);
  }

  private Set<String> all() {
    Set<String> all = new HashSet<>(counted);
    all.addAll(timed);
    return all;
  }

  private CallSample stacks(Duration duration) throws IOException {
    Set<String> all = all();
    long began = System.nanoTime();
    long samples = 0;
    long seen = 0;
    while (System.nanoTime() - began < duration.toNanos()) {
      for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
        if (stack.length > 0) {
          samples++;
          seen += isIn(stack, all) ? 1 : 0;
        }
      }
      pause(PAUSE_MILLIS);
      report(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return CallSample.ofStacks(seconds, samples, seen);
  }

  private static boolean isIn(StackTraceElement[] stack, Set<String> methods) {
    for (StackTraceElement frame : stack) {
      if (methods.contains(frame.getClassName() + "::" + frame.getMethodName())) {
        return true;
      }
    }
    return false;
  }

  private void report(long seconds) {
    if (progress != null) {
      progress.accept("the calls for " + seconds + " s");
    }
  }

  static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
