package io.heddle.agent.task;

import io.heddle.registry.Registry;
import io.heddle.registry.labeled.LabeledCounter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Counts each error in setting up or tearing down a runner once: an error that Heddle sees, such as
 * a spawn that fails, and that the application then reports too, is one. A report belongs to the
 * last error of its kind that was seen on its thread, or else to the oldest that no report belongs
 * to yet. Thread-safe.
 */
public final class RunnerErrors {
  /** Maximum number of errors that wait for a report. Beyond it the oldest is forgotten. */
  private static final int MAX_WAITING = 1000;

  private final LabeledCounter errors;
  // by runner and kind; guarded by this
  private final Map<List<String>, Deque<Long>> threads = new HashMap<>();

  /** Creates an instance without errors. All instances of a registry share one counter. */
  public RunnerErrors(Registry registry) {
    this.errors =
        registry.counter(
            "runner_errors",
            "Errors in setting up or tearing down a runner, by kind.",
            List.of("runner", "error_type"));
  }

  /** Counts an error that Heddle has seen on this thread. */
  public void seen(String runner, String kind) {
    List<String> labels = List.of(runner, kind);
    synchronized (this) {
      Deque<Long> waiting = threads.get(labels);
      if (waiting == null) {
        waiting = new ArrayDeque<>();
        threads.put(labels, waiting);
      }
      waiting.addFirst(Thread.currentThread().getId());
      if (waiting.size() > MAX_WAITING) {
        waiting.removeLast();
      }
    }
    errors.at(labels).increment();
  }

  /** Counts an error that the application reports on this thread, unless Heddle has seen it. */
  public void reported(String runner, String kind) {
    List<String> labels = List.of(runner, kind);
    if (!wasSeen(labels)) {
      errors.at(labels).increment();
    }
  }

  private synchronized boolean wasSeen(List<String> labels) {
    Deque<Long> waiting = threads.get(labels);
    if (waiting == null || waiting.isEmpty()) {
      return false;
    }
    long here = Thread.currentThread().getId();
    for (Iterator<Long> all = waiting.iterator(); all.hasNext(); ) {
      if (all.next() == here) {
        all.remove();
        return true;
      }
    }
    waiting.removeLast();
    return true;
  }
}
