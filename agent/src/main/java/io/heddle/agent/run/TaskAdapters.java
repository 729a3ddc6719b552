package io.heddle.agent.run;

import io.heddle.probe.Adapter;
import io.heddle.probe.Facts;
import io.heddle.probe.Value;
import io.heddle.registry.Cells;
import io.heddle.registry.Counters;
import io.heddle.registry.Outcome;
import io.heddle.registry.OwnMetrics;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that an application reports by itself, in two calls that nothing ties together: each pair
 * is a run of the family {@code exec} with this runner and without a name. Thread-safe.
 */
final class TaskAdapters {
  /** The kind of a task that failed, as of a result that is an error. */
  private static final String FAILED = "tool_error";

  private final RunFamily exec;
  private final Counters runnerErrors;
  private final OwnMetrics own;
  private final int labelLength;
  private final Map<String, Tasks> byRunner = new ConcurrentHashMap<>();

  /**
   * @param exec family with the labels {@code runner} and {@code name}
   * @param own counts what cannot be recorded
   * @param labelLength limit of label values, in characters
   */
  TaskAdapters(Registry registry, RunFamily exec, OwnMetrics own, int labelLength) {
    this.exec = exec;
    this.runnerErrors = ExecCounters.runnerErrors(registry);
    this.own = own;
    this.labelLength = labelLength;
  }

  /** The adapter of this name for one rule; null if there is none. */
  @Nullable Adapter of(String name, Facts facts) {
    return switch (name) {
      case "task-started" -> new ToldAdapter(facts, this::started);
      case "task-completed" -> new ToldAdapter(facts, this::completed);
      case "runner-error" -> new ToldAdapter(facts, this::runnerError);
      default -> null;
    };
  }

  private void started(Facts.Heard heard) throws Throwable {
    String runner = heard.text("runner");
    if (runner == null) {
      own.reject(OwnMetrics.Rejection.VALUE);
      return;
    }
    tasks(runner).start();
  }

  private void completed(Facts.Heard heard) throws Throwable {
    String runner = heard.text("runner");
    String outcome = heard.text("outcome");
    if (runner == null || outcome == null || !(heard.object("duration") instanceof Duration took)) {
      own.reject(OwnMetrics.Rejection.VALUE);
      return;
    }
    tasks(runner).end(nanos(took), Value.label(outcome, labelLength));
  }

  private void runnerError(Facts.Heard heard) throws Throwable {
    String runner = heard.text("runner");
    String kind = heard.text("kind");
    if (runner == null || kind == null) {
      own.reject(OwnMetrics.Rejection.VALUE);
      return;
    }
    runnerErrors
        .at(List.of(Value.label(runner, labelLength), Value.label(kind, labelLength)))
        .increment();
  }

  private Tasks tasks(String runner) {
    Tasks known = byRunner.get(runner);
    if (known != null) {
      return known;
    }
    // the same cells for starts and ends: in flight is read at one instant of each
    Cells cells = exec.series(List.of(Value.label(runner, labelLength), Value.NONE)).shared();
    return byRunner.computeIfAbsent(runner, key -> new Tasks(cells));
  }

  /** 292 years and more cannot be, and are counted as such durations are: rejected, as zero. */
  private static long nanos(Duration took) {
    try {
      return took.toNanos();
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  /** The tasks of one runner. */
  private static final class Tasks {
    private final Cells cells;
    private final AtomicLong open = new AtomicLong();

    Tasks(Cells cells) {
      this.cells = cells;
    }

    void start() {
      // before it counts as open: an end must find it started
      cells.start();
      open.incrementAndGet();
    }

    /** A task that began before this attachment begins now. */
    void end(long nanos, String outcome) {
      if (!takeOpen()) {
        cells.start();
      }
      switch (outcome) {
        case "success" -> cells.succeed(nanos);
        case "canceled" -> cells.end(nanos, Outcome.CANCELED, outcome);
        case "timeout" -> cells.end(nanos, Outcome.TIMEOUT, outcome);
        case "failure" -> cells.end(nanos, Outcome.FAILURE, FAILED);
        default -> cells.end(nanos, Outcome.FAILURE, outcome); // of a later version
      }
    }

    private boolean takeOpen() {
      long now = open.get();
      while (now > 0 && !open.compareAndSet(now, now - 1)) {
        now = open.get();
      }
      return now > 0;
    }
  }
}
