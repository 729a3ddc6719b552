package io.heddle.agent.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts calls by the event {@code jdk.MethodTiming} of JFR, which JDK 25 was the first to have.
 */
final class JfrCalls {
  private static final String EVENT = "jdk.MethodTiming";
  private static final long LOOK_MILLIS = 200;

  private final Set<String> methods;
  private final Map<String, Long> calls = new HashMap<>();
  private double seconds;

  /** Creates a count of methods, each {@code class::method}. */
  JfrCalls(Set<String> methods) {
    this.methods = methods;
  }

  /**
   * Counts for a while.
   *
   * @param report receives the seconds so far
   */
  void count(Duration duration, LongConsumer report) throws IOException {
    if (methods.isEmpty()) {
      return;
    }
    Path file = Files.createTempFile("heddle-plan", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).with("filter", String.join(";", methods)).with("period", "endChunk");
      recording.start();
      long began = System.nanoTime();
      while (System.nanoTime() - began < duration.toNanos()) {
        CallSampler.pause(LOOK_MILLIS);
        report.accept(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
      }
      seconds = (System.nanoTime() - began) / 1e9;
      recording.stop();
      recording.dump(file);
      read(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void read(Path file) throws IOException {
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals(EVENT)) {
        RecordedMethod method = event.getValue("method");
        String name = method.getType().getName() + "::" + method.getName();
        calls.merge(name, event.getLong("invocations"), Long::sum);
      }
    }
  }

  double seconds() {
    return seconds;
  }

  /** Returns the number of calls of these methods. */
  long of(Set<String> wanted) {
    long sum = 0;
    for (String method : wanted) {
      sum += calls.getOrDefault(method, 0L);
    }
    return sum;
  }
}
