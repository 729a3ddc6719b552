package io.heddle.agent.container;

import io.heddle.agent.box.Box;
import io.heddle.agent.box.Boxes;
import io.heddle.agent.process.ExecCounters;
import io.heddle.agent.process.TerminationTracker;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.SnapshotHook;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.labeled.LabeledCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the containers that this JVM starts and the programs that it runs in them, through any
 * library: each is one run of the family {@code exec} with {@code runner=container}, identified by
 * the id that the daemon gave. Its end is seen only as far as the application asks for it.
 *
 * <p>Kills and deadlines mean what they mean for a child process. A run that ended without a known
 * exit code is a success, counted in {@code heddle_self_unknown_outcomes_total}, or canceled or a
 * timeout if the application killed it.
 *
 * <p>Thread-safe; every method returns at once.
 */
public final class ContainerTracker implements SnapshotHook {
  private static final String RUNNER = "container";

  /** Maximum time between the last output of a program and its exit code. */
  private static final long EXIT_CODE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Maximum time between a stop and the exit code: a scrape a second later sees no run. */
  private static final long STOPPED_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

  private final Registry registry;
  private final Boxes boxes;
  private final RunFamily exec;
  private final LongSupplier clock;
  private final Map<String, Set<Integer>> successExits;
  private final RunnerErrors errors;
  private final LabeledCounter received;
  private final LabeledCounter unknown;
  private final ContainerIds ids = new ContainerIds();
  private final ContainerCallbacks callbacks = new ContainerCallbacks();

  /**
   * @param boxes receives the containers, each of which is a box too
   * @param exec family with the labels {@code runner} and {@code name}
   * @param errors counts the starts that fail
   * @param successExits exit codes besides 0 that are a success, by program or image
   * @param clock {@link System#nanoTime}, or a replacement of it
   */
  public ContainerTracker(
      Registry registry,
      Boxes boxes,
      RunFamily exec,
      RunnerErrors errors,
      Map<String, Set<Integer>> successExits,
      LongSupplier clock) {
    this.registry = registry;
    this.boxes = boxes;
    this.clock = clock;
    this.exec = exec;
    this.successExits = Map.copyOf(successExits);
    this.errors = errors;
    this.received = ExecCounters.received(registry);
    this.unknown =
        registry.counter(
            "self_unknown_outcomes",
            "Runs that ended without anybody learning how, counted as a success.",
            List.of("pack"));
    registry.addHook(this);
  }

  /**
   * Adds a container or a program that can be started.
   *
   * @param container id of the container that a program is run in; null for a container
   */
  synchronized void created(String id, String name, @Nullable String container) {
    getOrCreate(id)
        .created(name, container == null ? ContainerRun.UNKNOWN : ids.resolve(container));
  }

  /** Adds a name that the application may use in place of the id. */
  synchronized void addAlias(String id, String alias) {
    ids.addAlias(id, alias);
  }

  private @Nullable ContainerRun find(String given) {
    return ids.find(given);
  }

  /** Returns the whole id for an id, the beginning of one, or a name; unknown ones as given. */
  synchronized String idOf(String given) {
    return ids.resolve(given);
  }

  private ContainerRun getOrCreate(String given) {
    ContainerRun known = ids.getOrCreate(given);
    String oldest = ids.oldestBeyondLimit();
    if (oldest != null) {
      removed(oldest);
    }
    return known;
  }

  /** Begins a start, unless it runs already. */
  synchronized void startBegins(String pack, String id) {
    endTimedOut();
    ContainerRun run = getOrCreate(id);
    if (run.run() == null) {
      run.startBegins(pack, clock.getAsLong());
    }
  }

  /** Begins the run of the start that began last, unless its end was seen already. */
  synchronized void started(String id) {
    ContainerRun run = find(id);
    if (run != null && run.isStarting()) {
      begin(run);
    }
  }

  private void begin(ContainerRun run) {
    Cells cells = exec.series(List.of(RUNNER, run.name())).begin();
    InFlightRun open = registry.open(cells, run.startNanos());
    if (run.isStartedHere()) {
      open.returns(clock.getAsLong()); // it runs by itself from here on
    }
    run.runs(open);
    cells.start();
    commandBegins(run);
  }

  /**
   * Ends the start that began last as failed. A run that is in flight goes on.
   *
   * @param error false if the failure is no error, as when it runs already
   */
  synchronized void startFailed(String id, boolean error) {
    ContainerRun run = find(id);
    if (run != null && run.isStarting()) {
      run.startFailed();
      if (error) {
        errors.seen(RUNNER, "spawn_failed");
        commandBegins(run);
        commandFails(run);
      }
    }
  }

  /** Fails a start that goes on, or ends a run that broke off, unless the application closed it. */
  synchronized void failed(String id, RunFailure ending) {
    startFailed(id, true);
    ContainerRun run = find(id);
    if (run != null && !run.isOutputClosed()) {
      end(run, ending);
    }
  }

  /**
   * Adds a callback of the application that waits for a container or program.
   *
   * @param owned true if it is the only callback, passed to the start
   */
  synchronized void addCallback(String id, Object callback, boolean owned) {
    ContainerRun run = find(id);
    if (run != null) {
      callbacks.put(callback, run, owned);
    }
  }

  /** Returns the termination tracker of the run that this callback waits for, or null. */
  synchronized @Nullable TerminationTracker terminationOf(Object callback) {
    ContainerRun run = callbacks.run(callback);
    return run == null ? null : run.termination();
  }

  /** Announces a kill of a container and what runs in it. Returns what {@link #endKill} takes. */
  synchronized List<TerminationTracker> beginKill(String given) {
    String id = ids.resolve(given);
    List<TerminationTracker> killing = new ArrayList<>();
    for (ContainerRun run : ids.all()) {
      if (run.id().equals(id) || isRunningIn(run, id)) {
        run.termination().killBegins();
        killing.add(run.termination());
      }
    }
    return killing;
  }

  private static boolean isRunningIn(ContainerRun program, String container) {
    return program.runsIn(container) && program.run() != null && !program.isOutputClosed();
  }

  /** Ends the attempt that {@link #beginKill} announced; {@code sent} is true if it succeeded. */
  static void endKill(List<?> killing, boolean sent) {
    for (Object one : killing) {
      if (one instanceof TerminationTracker termination) {
        termination.killEnds(sent);
      }
    }
  }

  /** Records that the application closed the callback that it started a run with: it is killed. */
  synchronized void callbackClosed(Object callback) {
    ContainerRun run = callbacks.ownedRun(callback);
    if (run == null || run.run() == null || run.isOutputClosed()) {
      return;
    }
    run.termination().killBegins();
    run.termination().killEnds(true);
    run.outputClosed(clock.getAsLong());
  }

  /** Records that the output of a container or program has ended. */
  synchronized void outputClosed(String id) {
    ContainerRun run = find(id);
    if (run != null && run.run() != null) {
      run.outputClosed(clock.getAsLong());
    }
  }

  /** Marks a container or program as stopped, with what ran in it and with its box. */
  synchronized void stopped(String given) {
    ContainerRun run = find(given);
    if (run != null && run.run() != null) {
      stopped(run);
    }
  }

  private void stopped(ContainerRun run) {
    long now = clock.getAsLong();
    run.stopped(now);
    endBox(run);
    for (ContainerRun program : ids.all()) {
      if (program.runsIn(run.id()) && program.run() != null) {
        program.stopped(now);
      }
    }
  }

  /** Records that a container or program was seen to run. */
  synchronized void seenRunning(String id) {
    ContainerRun run = find(id);
    if (run != null) {
      run.seenRunning(clock.getAsLong());
    }
  }

  /** Takes an exit code that a waiter gets, perhaps before the call that starts it returns. */
  synchronized void exited(String id, int exitCode) {
    ContainerRun run = find(id);
    if (run != null && run.isStarting()) {
      begin(run);
    }
    exitCodeRead(id, exitCode);
  }

  /** Takes an exit code that was looked up: ends the run, if any; what never ran has one too. */
  synchronized void exitCodeRead(String id, int exitCode) {
    ContainerRun run = find(id);
    if (run != null && !(exitCode == 0 && run.isProgramWithOpenOutput())) {
      end(run, run.termination().ending(exitCode, successExits.getOrDefault(run.name(), Set.of())));
    }
  }

  /** Removes a container or program: exit codes of what ran in it cannot be known any more. */
  synchronized void removed(String id) {
    String known = ids.resolve(id);
    ContainerRun run = ids.remove(known);
    if (run == null) {
      return;
    }
    end(run);
    endBox(run);
    for (ContainerRun program : ids.all()) {
      if (program.runsIn(known)) {
        end(program);
      }
    }
  }

  private void end(ContainerRun run) {
    RunFailure ending = run.termination().ending();
    if (ending == null && run.run() != null) {
      unknown.at(List.of(run.pack())).increment();
    }
    end(run, ending);
  }

  private void end(ContainerRun run, @Nullable RunFailure ending) {
    InFlightRun open = run.run();
    Cells cells = open == null ? null : open.cells();
    if (open == null || cells == null) {
      return;
    }
    long nanos = open.nanos(run.endNanos(clock.getAsLong()));
    run.ended();
    registry.close(open);
    if (ending == null) {
      cells.succeed(nanos);
    } else {
      cells.end(nanos, ending.outcome(), ending.errorType());
    }
    if (ending != null) {
      commandFails(run);
    }
    endBox(run);
  }

  /** Counts a program as a command of the box that it was run in. */
  private void commandBegins(ContainerRun program) {
    Box box = boxOf(program);
    if (box != null) {
      box.commandStarted();
    }
  }

  private void commandFails(ContainerRun program) {
    Box box = boxOf(program);
    if (box != null) {
      box.commandFailed();
    }
  }

  private @Nullable Box boxOf(ContainerRun program) {
    String container = program.container();
    return container == null ? null : boxes.find(container);
  }

  /** Ends the box of a container, unless the container was one of several attempts to make it. */
  private void endBox(ContainerRun run) {
    Box box = RunBoxes.own(run, boxes);
    if (box != null && (box.isUpWhenStarted() || box.state() == Box.State.RUNNING)) {
      boxes.end(box);
    }
  }

  /** Returns the boxes of the runs in flight. */
  public synchronized Map<InFlightRun, Box> boxesOfRuns() {
    return RunBoxes.of(ids.all(), boxes);
  }

  /** Counts bytes of the output of a container or program. */
  synchronized void received(String id, int bytes) {
    ContainerRun run = find(id);
    if (run != null) {
      received.at(List.of(RUNNER, run.name())).add(bytes);
      Box box = boxOf(run);
      if (box != null) {
        box.received(bytes);
      }
    }
  }

  /** Ends runs whose exit code is overdue, and runs that have no process any more. */
  @Override
  public void settle() {
    boxes.settle();
    endTimedOut();
  }

  private synchronized void endTimedOut() {
    long now = clock.getAsLong();
    for (ContainerRun run : ids.all()) {
      if (run.run() == null) {
        continue;
      }
      if (!run.isOutputClosed() && isProcessGone(run)) {
        stopped(run);
      }
      if (run.isTimedOut(EXIT_CODE_TIMEOUT_NANOS, STOPPED_TIMEOUT_NANOS, now)) {
        end(run);
      }
    }
  }

  private boolean isProcessGone(ContainerRun run) {
    Box box = RunBoxes.own(run, boxes);
    return box != null && box.isProcessGone();
  }

  /** Forgets the runs in flight: their ends are ignored. */
  public synchronized void close() {
    ids.clear();
    callbacks.clear();
  }
}
