package io.heddle.agent.process;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.task.OpenTasks;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.probe.Adapter;
import io.heddle.probe.jdk.CountingInput;
import io.heddle.probe.jdk.CountingOutput;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.labeled.LabeledCounter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the child processes of this JVM: each is one run of the family {@code exec} with {@code
 * runner=subprocess} and the base name of its program, from the start to the exit.
 *
 * <p>A process that was killed through {@link Process} or {@link ProcessHandle} ended with a
 * timeout if the last timed {@code waitFor} before the first kill had returned false, else it was
 * canceled. A deadline that shows only in {@code onExit().get(time, unit)} or in a clock of the
 * application's own therefore reads canceled. An exit code that means success is a success, even
 * after a kill.
 *
 * <p>Bytes are those that went through the pipes. What lies unread in a pipe when it is closed
 * counts as received. Redirected streams have no series.
 *
 * <p>Thread-safe. The adapters run on the threads of the application and on the JDK's reaper
 * threads, whose stack is small: everything they need is loaded by the constructor.
 */
public final class ProcessTracker implements AutoCloseable {
  private static final String RUNNER = "subprocess";
  private static final int NAME_LENGTH = 128;

  private final Registry registry;
  private final RunFamily exec;
  private final Map<String, Set<Integer>> successExits;
  private final RunnerErrors errors;
  private final LabeledCounter sent;
  private final LabeledCounter received;
  private final SpawnContext spawnContext;
  private final ProcessListener listener;
  private final @Nullable OpenTasks tasks;
  private final Map<AdapterEvent, Adapter> adapters;
  private final PrivateField pipeIn = PrivateField.of(FilterInputStream.class, "in");
  private final PrivateField pipeOut = PrivateField.of(FilterOutputStream.class, "out");
  private final ConcurrentHashMap<Process, ProcessRun> open = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, ProcessRun> byPid = new ConcurrentHashMap<>();

  /** Creates a tracker with names of at most 128 characters and without a listener. */
  public ProcessTracker(Registry registry, RunFamily exec, Map<String, Set<Integer>> successExits) {
    this(
        registry,
        exec,
        new RunnerErrors(registry),
        null,
        successExits,
        NAME_LENGTH,
        ProcessListener.NONE);
  }

  /**
   * Creates a tracker without a process.
   *
   * @param exec family with the labels {@code runner} and {@code name}
   * @param errors counts the starts that fail
   * @param tasks receives the children that belong to no task; null: tasks are not asked for
   * @param successExits exit codes besides 0 that are a success, by base name of the program
   * @param nameLength limit of the label {@code name}, in characters, at least 1
   * @param listener receives each process
   * @throws IllegalStateException if java.base does not let Heddle at the pipes' streams
   */
  public ProcessTracker(
      Registry registry,
      RunFamily exec,
      RunnerErrors errors,
      @Nullable OpenTasks tasks,
      Map<String, Set<Integer>> successExits,
      int nameLength,
      ProcessListener listener) {
    this.registry = registry;
    this.exec = exec;
    this.successExits = Map.copyOf(successExits);
    this.listener = listener;
    this.tasks = tasks;
    this.spawnContext = new SpawnContext(nameLength);
    this.errors = errors;
    this.sent = ExecCounters.sent(registry);
    this.received = ExecCounters.received(registry);
    warmUp(exec.spec());
    this.adapters = ProcessAdapters.of(this);
  }

  /** Loads and links what the end of a run needs: a reaper's stack has no room for that. */
  private static void warmUp(FamilySpec spec) {
    Registry scratch = new Registry("rehearsal", 1, 0);
    String program = SpawnContext.baseName(RUNNER, NAME_LENGTH);
    Cells cells = scratch.family(spec).series(List.of(RUNNER, program)).shared();
    for (Outcome outcome : Outcome.values()) {
      ProcessRun child = new ProcessRun(scratch.open(cells, 0), 0, Set.of(), null);
      cells.start();
      scratch.close(child.run());
      RunFailure ending = child.ending(1);
      cells.end(0, outcome, ending == null ? "" : ending.errorType());
    }
    scratch.close();
  }

  /** Returns the adapters of the pack {@code jdk-process}, by the events that it names. */
  public Map<AdapterEvent, Adapter> adapters() {
    return adapters;
  }

  SpawnContext spawnContext() {
    return spawnContext;
  }

  /** Counts a start that threw before there was a process: an error of the runner, not a run. */
  void spawnFailed() {
    errors.seen(RUNNER, "spawn_failed");
  }

  /** Begins a start, and loads what its end needs while there is no process yet. */
  void startBegins() {
    spawnContext.begin(System.nanoTime());
    listener.prepare();
  }

  /** Begins the run of a process that is not awaited yet: from here its end is not missed. */
  void begin(Process process) {
    // what Heddle does from here on, the process does not wait for
    long exists = System.nanoTime();
    String program = spawnContext.program();
    Series series = exec.series(List.of(RUNNER, program));
    Cells cells = series.begin();
    long pid = process.pid();
    ProcessListener.Child unit = listener.began(pid, program);
    InFlightRun run = registry.open(cells, spawnContext.startNanos());
    run.returns(exists);
    run.pid(pid);
    Set<Integer> good = successExits.getOrDefault(program, Set.of());
    ProcessRun child = new ProcessRun(run, pid, good, unit);
    open.put(process, child);
    byPid.put(pid, child);
    cells.start();
    spawnContext.process(process);
    if (tasks != null && cells.series() == series) {
      tasks.addStandalone(RUNNER, child);
    }
  }

  /** Counts what goes through the pipes of a process whose end is not awaited yet. */
  void countBytes(Process process) throws Throwable {
    List<String> labels = List.of(RUNNER, spawnContext.program());
    countReceived(process.getInputStream(), labels);
    if (!spawnContext.isMerged()) {
      // when merged, the JDK leaves a pipe here through which nothing can come
      countReceived(process.getErrorStream(), labels);
    }
    // a pipe is buffered; what a redirect leaves in its place is not
    if (process.getOutputStream() instanceof BufferedOutputStream buffered
        && pipeOut.get(buffered) instanceof OutputStream pipe) {
      pipeOut.set(buffered, new CountingOutput(pipe, sent.at(labels)));
    }
  }

  private void countReceived(InputStream stream, List<String> labels) throws Throwable {
    if (stream instanceof BufferedInputStream buffered
        && pipeIn.get(buffered) instanceof InputStream pipe) {
      pipeIn.set(buffered, new CountingInput(pipe, received.at(labels)));
    }
  }

  /** Returns the run of a process; null if it ended or began in an earlier attachment. */
  @Nullable ProcessRun of(Process process) {
    return open.get(process);
  }

  /** Returns the run of the process that has this pid now, or null. */
  @Nullable ProcessRun of(long pid) {
    return byPid.get(pid);
  }

  /** Ends the run of a process that has exited. */
  void exited(Process process, int exitCode) {
    ProcessRun child = remove(process);
    if (child != null) {
      end(child, child.ending(exitCode));
    }
  }

  /** Ends the run of a process that exists but that the JDK could not take charge of. */
  void startAbandoned(Process process) {
    ProcessRun child = remove(process);
    if (child != null) {
      end(child, ProcessRun.START_FAILED);
    }
  }

  private @Nullable ProcessRun remove(Process process) {
    ProcessRun child = open.remove(process);
    if (child != null) {
      // a new process may have the pid already
      byPid.remove(child.pid(), child);
    }
    return child;
  }

  private void end(ProcessRun child, @Nullable RunFailure ending) {
    child.exited();
    if (tasks != null) {
      tasks.ended(RUNNER, child);
    }
    InFlightRun run = child.run();
    long nanos = run.nanos(System.nanoTime());
    Cells cells = run.cells();
    registry.close(run);
    if (cells == null) {
      return;
    }
    if (ending == null) {
      cells.succeed(nanos);
    } else {
      cells.end(nanos, ending.outcome(), ending.errorType());
    }
  }

  /** Forgets the processes that still run: their ends are ignored. */
  @Override
  public void close() {
    open.clear();
    byPid.clear();
  }
}
