package io.heddle.agent.task;

import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.EventAdapter;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for tasks that an application reports itself, in two calls that nothing links: each pair
 * is a run of the family {@code exec} with this runner and without a name. Thread-safe.
 */
public final class TaskAdapters {
  /** Error type of a task that failed, the same as that of a result that is an error. */
  private static final String FAILED = "tool_error";

  private final Registry registry;
  private final RunFamily exec;
  private final RunnerErrors runnerErrors;
  private final OpenTasks open;
  private final Runnable rejected;
  private final int labelLength;
  private final Map<String, Tasks> byRunner = new ConcurrentHashMap<>();
  private final Map<String, Tasks> parts = new ConcurrentHashMap<>();

  /**
   * @param exec family with the labels {@code runner} and {@code name}
   * @param rejected counts a call that cannot be recorded
   * @param labelLength limit of label values, in characters
   */
  TaskAdapters(Registry registry, RunFamily exec, Runnable rejected, int labelLength) {
    this(registry, exec, new RunnerErrors(registry), new OpenTasks(), rejected, labelLength);
  }

  /**
   * Creates the adapters.
   *
   * @param open tracks the tasks that are open
   * @param rejected counts a call that cannot be recorded
   */
  public TaskAdapters(
      Registry registry,
      RunFamily exec,
      RunnerErrors runnerErrors,
      OpenTasks open,
      Runnable rejected,
      int labelLength) {
    this.registry = registry;
    this.exec = exec;
    this.runnerErrors = runnerErrors;
    this.open = open;
    this.rejected = rejected;
    this.labelLength = labelLength;
  }

  /** Returns the adapter of this event for one rule, or null if there is none. */
  public @Nullable Adapter of(AdapterEvent event, RuleBindings bindings) {
    return switch (event) {
      case TASK_STARTED -> new EventAdapter(bindings, this::started);
      case TASK_COMPLETED -> new EventAdapter(bindings, this::completed);
      case RUNNER_ERROR -> new EventAdapter(bindings, this::runnerError);
      default -> null;
    };
  }

  /**
   * Returns the adapter of a rule whose failed calls are errors of a runner.
   *
   * @param kind the kind of error, a label value
   * @param runner the runner that the rule names; null: none
   */
  public Adapter runnerError(RuleBindings bindings, String kind, @Nullable Value runner) {
    return new RunnerErrorAdapter(bindings, runnerErrors, kind, runner, null);
  }

  private void started(BoundCall call) throws Throwable {
    String runner = call.text("runner");
    if (runner == null) {
      rejected.run();
      return;
    }
    // first: a child of the task finds it
    OpenTask task = open.started(label(runner));
    unlist(task.displaced);
    Cells cells = tasks(runner, task.isPart()).start();
    InFlightRun run = registry.open(cells, task.startNanos);
    run.returns(System.nanoTime()); // it goes on outside of this call: no stack is its own
    if (!task.isListedBy(run)) {
      registry.close(run);
    }
  }

  private void unlist(@Nullable OpenTask task) {
    InFlightRun run = task == null ? null : task.end();
    if (run != null) {
      registry.close(run);
    }
  }

  private void completed(BoundCall call) throws Throwable {
    String runner = call.text("runner");
    String outcome = call.text("outcome");
    if (runner == null || outcome == null || !(call.object("duration") instanceof Duration took)) {
      rejected.run();
      return;
    }
    long nanos = nanos(took);
    OpenTask task = open.completed(label(runner), nanos);
    unlist(task);
    tasks(runner, task != null && task.isPart()).end(nanos, label(outcome));
  }

  private void runnerError(BoundCall call) throws Throwable {
    String runner = call.text("runner");
    String kind = call.text("kind");
    if (runner == null || kind == null) {
      rejected.run();
      return;
    }
    runnerErrors.reported(label(runner), label(kind));
  }

  private String label(String text) {
    return Value.label(text, labelLength);
  }

  private Tasks tasks(String runner, boolean part) {
    Map<String, Tasks> all = part ? parts : byRunner;
    Tasks known = all.get(runner);
    if (known != null) {
      return known;
    }
    // the same cells for starts and ends: in flight is read at one instant of each
    Series series = exec.series(List.of(label(runner), Value.NONE));
    Cells cells = part ? series.partial() : series.shared();
    return all.computeIfAbsent(runner, key -> new Tasks(cells));
  }

  /** Returns a duration in nanoseconds; 292 years or more give -1, rejected and counted as zero. */
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

    Cells start() {
      // before it counts as open: an end must find it started
      cells.start();
      open.incrementAndGet();
      return cells;
    }

    /** Ends a task. A task that began before this attachment begins now. */
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
