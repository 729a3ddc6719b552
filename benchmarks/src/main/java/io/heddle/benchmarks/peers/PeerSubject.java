package io.heddle.benchmarks.peers;

import com.example.peer.TwoClockReads;
import com.example.peer.WithClientJava;
import com.example.peer.WithMicrometer;
import com.example.peer.Workload;
import com.example.peer.Woven;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The application that a peer is attached to. Its figures are lines that begin with a mark. */
public final class PeerSubject {
  /** The begin of a line with figures: agents may print to the same place. */
  static final String MARK = "PEER-FIGURE ";

  private PeerSubject() {}

  /**
   * Measures or counts, and ends.
   *
   * @param arguments the workload; {@code time} with the time to warm up in ms and the number of
   *     iterations, or {@code call} or {@code fail} with the number of calls, the number of
   *     threads, the pause between two calls in µs, and the time to stay afterwards in ms
   */
  public static void main(String[] arguments) throws Exception {
    Workload workload = workload(arguments[0]);
    if (arguments[1].equals("time")) {
      time(workload, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
    } else {
      int calls = Integer.parseInt(arguments[2]);
      int threads = Integer.parseInt(arguments[3]);
      long pause = Long.parseLong(arguments[4]) * 1000;
      count(workload, arguments[1].equals("fail"), calls / threads, threads, pause);
      // exporters send what they have
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(arguments[5]));
      say("counted " + counted(workload));
    }
    // some agents keep threads that are no daemons
    System.exit(0);
  }

  private static Workload workload(String name) {
    return switch (name) {
      case "woven" -> new Woven();
      case "floor" -> new TwoClockReads();
      case "client_java" -> new WithClientJava();
      case "micrometer" -> new WithMicrometer();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void time(Workload workload, long warmMillis, int iterations)
      throws InterruptedException {
    say("one " + new CallTimer(workload, false, 1).measure(warmMillis, iterations));
    say("two " + new CallTimer(workload, false, 2).measure(warmMillis / 2, iterations));
    say("recursion " + new CallTimer(workload, true, 1).measure(warmMillis / 2, iterations));
  }

  private static void count(Workload workload, boolean fail, int calls, int threads, long pause)
      throws InterruptedException {
    Thread[] callers = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      callers[i] = new Thread(() -> call(workload, fail, calls, pause), "caller");
      callers[i].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private static void call(Workload workload, boolean fail, int calls, long pause) {
    for (int i = 0; i < calls; i++) {
      try {
        long ignored = fail ? workload.fail(i) : workload.call(i);
      } catch (IllegalStateException e) {
        // the application deals with it; the question is who has counted the call
      }
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
    }
  }

  /** The calls that the workload or Heddle counted; -1 if the parent has to ask elsewhere. */
  private static long counted(Workload workload) throws IOException {
    String heddle = System.getProperty("heddle.address");
    if (heddle == null) {
      return workload.counted();
    }
    try (InputStream in = URI.create(heddle + "/metrics").toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      say("governor " + text.contains("heddle_self_untimed_calls_total"));
      double sum = 0;
      for (String line : text.split("\n", -1)) {
        if (line.startsWith("heddle_call_completed_total{")) {
          sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
      }
      return Math.round(sum);
    }
  }

  private static void say(String line) {
    System.out.println(MARK + line);
  }
}
