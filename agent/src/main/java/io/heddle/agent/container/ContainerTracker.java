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
 * Containers that this JVM starts, and programs that it runs in them, through whatever library:
 * each is one run of the family {@code exec} with {@code runner=container}, told apart by the id
 * that the daemon gave. Its end is seen only as far as the application asks for it.
 *
 * <p>Kills and deadlines mean what they mean for a child process. What ended without anybody
 * learning its exit code is a success, counted in {@code heddle_self_unknown_outcomes_total}, or
 * where the application killed it canceled.
 *
 * <p>Thread-safe; every method returns at once.
 */
public final class ContainerTracker implements SnapshotHook {
  private static final String RUNNER = "container";

  /** How long an exit code may come after the last output of a program. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long an exit code may come after a stop: whoever looks after a second sees no run. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

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
   * @param boxes what the containers are besides
   * @param exec family with the labels {@code runner} and {@code name}
   * @param errors hears of starts that fail
   * @param successExits exit codes besides 0 that are a success, by program or image
   * @param clock {@link System#nanoTime}, or what stands in for it
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
    registry.due(this);
  }

  /**
   * Something that can be started has this id now.
   *
   * @param container id of the container that a program is run in; null for a container
   */
  synchronized void made(String id, String name, @Nullable String container) {
    known(id).made(name, container == null ? ContainerRun.UNKNOWN : ids.resolve(container));
  }

  /** The application may call it by this name from now on. */
  synchronized void called(String id, String alias) {
    ids.called(id, alias);
  }

  private @Nullable ContainerRun find(String given) {
    return ids.find(given);
  }

  /** The whole id of what the application calls by its name or by the beginning of its id. */
  synchronized String idOf(String given) {
    return ids.resolve(given);
  }

  private ContainerRun known(String given) {
    ContainerRun known = ids.known(given);
    String oldest = ids.tooMany();
    if (oldest != null) {
      removed(oldest);
    }
    return known;
  }

  /** A start begins. */
  synchronized void starts(String pack, String id) {
    endSilent();
    ContainerRun run = known(id);
    if (run.run() == null) {
      run.starts(pack, clock.getAsLong());
    }
  }

  /** The start that began last has succeeded, unless the end was seen already. */
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
   * The start that began last has failed; nothing happens to what runs.
   *
   * @param error false if it is none, as when it runs already
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

  /** What was to start could not, or what ran broke off, unless the application closed it. */
  synchronized void failed(String id, RunFailure ending) {
    startFailed(id, true);
    ContainerRun run = find(id);
    if (run != null && !run.isSilent()) {
      end(run, ending);
    }
  }

  /**
   * A callback of the application waits for it.
   *
   * @param owned the callback is the only one, given with the start
   */
  synchronized void awaited(String id, Object callback, boolean owned) {
    ContainerRun run = find(id);
    if (run != null) {
      callbacks.put(callback, run, owned);
    }
  }

  /** What the application does to the run that this callback waits for, or null. */
  synchronized @Nullable TerminationTracker killsOf(Object callback) {
    ContainerRun run = callbacks.run(callback);
    return run == null ? null : run.kills();
  }

  /** A container, and so what runs in it, is about to be killed; what {@link #killed} wants. */
  synchronized List<TerminationTracker> killing(String given) {
    String id = ids.resolve(given);
    List<TerminationTracker> killing = new ArrayList<>();
    for (ContainerRun run : ids.all()) {
      if (run.id().equals(id) || isRunningIn(run, id)) {
        run.kills().killBegins();
        killing.add(run.kills());
      }
    }
    return killing;
  }

  private static boolean isRunningIn(ContainerRun program, String container) {
    return program.isIn(container) && program.run() != null && !program.isSilent();
  }

  /** What {@link #killing} announced has been tried. */
  static void killed(List<?> killing, boolean sent) {
    for (Object one : killing) {
      if (one instanceof TerminationTracker kills) {
        kills.killEnds(sent);
      }
    }
  }

  /** The application does not want to hear any more of the run that it gave this callback. */
  synchronized void abandoned(Object callback) {
    ContainerRun run = callbacks.ownedRun(callback);
    if (run == null || run.run() == null || run.isSilent()) {
      return;
    }
    run.kills().killBegins();
    run.kills().killEnds(true);
    run.silent(clock.getAsLong());
  }

  /** Its output has ended. */
  synchronized void silent(String id) {
    ContainerRun run = find(id);
    if (run != null && run.run() != null) {
      run.silent(clock.getAsLong());
    }
  }

  /** It does not run any more, and neither does what ran in it, nor its box. */
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
      if (program.isIn(run.id()) && program.run() != null) {
        program.stopped(now);
      }
    }
  }

  /** It was seen to run. */
  synchronized void seen(String id) {
    ContainerRun run = find(id);
    if (run != null) {
      run.seen(clock.getAsLong());
    }
  }

  /** Its exit code is told to a waiter, perhaps before whoever starts it knows that it ran. */
  synchronized void exited(String id, int exitCode) {
    ContainerRun run = find(id);
    if (run != null && run.isStarting()) {
      begin(run);
    }
    lookedUp(id, exitCode);
  }

  /** It does not run, with this exit code; what never ran has one too. */
  synchronized void lookedUp(String id, int exitCode) {
    ContainerRun run = find(id);
    if (run != null && !(exitCode == 0 && run.isProgramHeard())) {
      end(run, run.kills().ending(exitCode, successExits.getOrDefault(run.name(), Set.of())));
    }
  }

  /** It is no more, and of what ran in it nobody can learn an exit code. */
  synchronized void removed(String id) {
    String known = ids.resolve(id);
    ContainerRun run = ids.remove(known);
    if (run == null) {
      return;
    }
    end(run);
    endBox(run);
    for (ContainerRun program : ids.all()) {
      if (program.isIn(known)) {
        end(program);
      }
    }
  }

  private void end(ContainerRun run) {
    RunFailure ending = run.kills().ending();
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

  /** A program is a command of the box that it was run in. */
  private void commandBegins(ContainerRun program) {
    Box box = boxOf(program);
    if (box != null) {
      box.commandBegins();
    }
  }

  private void commandFails(ContainerRun program) {
    Box box = boxOf(program);
    if (box != null) {
      box.commandFails();
    }
  }

  private @Nullable Box boxOf(ContainerRun program) {
    String container = program.container();
    return container == null ? null : boxes.find(container);
  }

  /** Unless it was one of several attempts to make the box. */
  private void endBox(ContainerRun run) {
    Box box = run.container() == null ? boxes.find(run.id()) : null;
    if (box != null
        && box.id().equals(run.id())
        && (box.isUpWhenStarted() || box.state() == Box.State.RUNNING)) {
      boxes.end(box);
    }
  }

  /** Bytes of its output. */
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

  /** Ends what has been silent for too long, and what has no process any more. */
  @Override
  public void settle() {
    boxes.settle();
    endSilent();
  }

  private synchronized void endSilent() {
    long now = clock.getAsLong();
    for (ContainerRun run : ids.all()) {
      if (run.run() == null) {
        continue;
      }
      if (!run.isSilent() && isProcessGone(run)) {
        stopped(run);
      }
      if (run.isOver(PATIENCE_NANOS, GRACE_NANOS, now)) {
        end(run);
      }
    }
  }

  private boolean isProcessGone(ContainerRun run) {
    Box box = run.container() == null ? boxes.find(run.id()) : null;
    return box != null && box.id().equals(run.id()) && box.isProcessGone();
  }

  /** Forgets what still runs: its end is ignored. */
  public synchronized void close() {
    ids.clear();
    callbacks.clear();
  }
}
