package io.heddle.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** The number of calls that a peer counted, from its own output, once its JVM has ended. */
final class CallCount {
  private static final Pattern SPACES = Pattern.compile(" +");
  private static final List<String> METHODS = List.of("call", "fail");

  private CallCount() {}

  static long of(Peer peer, PeerProcess ended, TraceReceiver receiver) throws IOException {
    return switch (peer.tally()) {
      case NONE -> -1;
      case PROCESS -> Long.parseLong(ended.figure("counted")[0]);
      case RECEIVER -> receiver.take();
      case PRINTED -> printed(ended.lines());
      case FILES -> records(ended.scratch());
      case RECORDING -> recorded(ended.scratch().resolve("calls.jfr"));
    };
  }

  /** The column "Count" of the tables that MyPerf4J prints every second. */
  private static long printed(List<String> lines) {
    long sum = 0;
    int column = -1;
    for (String line : lines) {
      String[] words = SPACES.split(line.strip());
      if (line.startsWith("Method[")) {
        column = Arrays.asList(words).indexOf("Count");
      } else if (column > 0 && words.length > column && line.startsWith("Woven.")) {
        sum += Long.parseLong(words[column]);
      }
    }
    return sum;
  }

  /** Kieker's records of operations. */
  private static long records(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".dat")).toList()) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
          sum += lines.filter(line -> METHODS.stream().anyMatch(name -> is(line, name))).count();
        }
      }
    }
    return sum;
  }

  private static boolean is(String record, String method) {
    return record.contains("com.example.peer.Woven." + method + "(");
  }

  /** Invocations, which a recording tells more than once; or one event a call. */
  private static long recorded(Path file) throws IOException {
    Map<String, Long> invocations = new HashMap<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        boolean timing = event.getEventType().getName().equals("jdk.MethodTiming");
        if (!timing && !event.getEventType().getName().equals("jdk.MethodTrace")) {
          continue;
        }
        RecordedMethod method = event.getValue("method");
        if (method != null && METHODS.contains(method.getName())) {
          if (timing) {
            invocations.merge(method.getName(), event.getLong("invocations"), Math::max);
          } else {
            invocations.merge(method.getName(), 1L, Long::sum);
          }
        }
      }
    }
    return invocations.values().stream().mapToLong(Long::longValue).sum();
  }
}
