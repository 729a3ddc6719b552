package io.heddle.agent.run;

import io.heddle.probe.Ending;
import io.heddle.probe.WeakKey;
import io.heddle.registry.Cells;
import io.heddle.registry.Counters;
import io.heddle.registry.Due;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
final class ContainerRuns implements Due {
  private static final String RUNNER = "container";

  /** Ids that are remembered. Of more, the oldest is forgotten, its run ended. */
  private static final int MOST = 10_000;

  /** What tools show of an id, in characters. */
  private static final int SHORT_ID = 12;

  /** How long an exit code may come after the last output of a program. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Registry registry;
  private final Boxes boxes;
  private final RunFamily exec;
  private final LongSupplier clock;
  private final Map<String, Set<Integer>> successExits;
  private final Counters startErrors;
  private final Counters received;
  private final Counters unknown;
  private final LinkedHashMap<String, ContainerRun> byId = new LinkedHashMap<>();
  private final Map<String, String> byName = new HashMap<>();
  private final Map<WeakKey, Callback> byCallback = new HashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /**
   * @param boxes what the containers are besides
   * @param exec family with the labels {@code runner} and {@code name}
   * @param successExits exit codes besides 0 that are a success, by program or image
   * @param clock {@link System#nanoTime}, or what stands in for it
   */
  ContainerRuns(
      Registry registry,
      Boxes boxes,
      RunFamily exec,
      Map<String, Set<Integer>> successExits,
      LongSupplier clock) {
    this.registry = registry;
    this.boxes = boxes;
    this.clock = clock;
    this.exec = exec;
    this.successExits = Map.copyOf(successExits);
    this.startErrors = ExecCounters.runnerErrors(registry);
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
    known(id).made(name, container == null ? ContainerRun.UNKNOWN : resolve(container));
  }

  /** The application may call it by this name from now on. */
  synchronized void called(String id, String alias) {
    byName.put(alias, id);
  }

  /** By its id, the beginning of it, or its name. */
  private @Nullable ContainerRun find(String given) {
    return byId.get(resolve(given));
  }

  /** The whole id of what the application calls by its name or by the beginning of its id. */
  synchronized String idOf(String given) {
    return resolve(given);
  }

  private String resolve(String given) {
    if (byId.containsKey(given)) {
      return given;
    }
    String named = byName.get(given.startsWith("/") ? given.substring(1) : given);
    if (named != null) {
      return named;
    }
    if (given.length() >= SHORT_ID) {
      for (String id : byId.keySet()) {
        if (id.startsWith(given)) {
          return id;
        }
      }
    }
    return given;
  }

  private ContainerRun known(String given) {
    String id = resolve(given);
    ContainerRun known = byId.remove(id);
    if (known == null) {
      known = new ContainerRun(id);
    }
    byId.put(id, known); // at the end: of the ids of now it is the one used last
    if (byId.size() > MOST) {
      removed(byId.keySet().iterator().next());
    }
    return known;
  }

  /** A start begins. */
  synchronized void starts(String pack, String id) {
    settle();
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
    Cells cells = exec.series(List.of(RUNNER, run.name())).shared();
    OpenRun open = registry.open(cells, run.startNanos());
    if (run.isStartedHere()) {
      open.returns(clock.getAsLong()); // it runs by itself from here on
    }
    run.runs(open);
    cells.start();
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
        startErrors.at(List.of(RUNNER, "spawn_failed")).increment();
        command(run, true);
      }
    }
  }

  /** What was to start could not, or what ran broke off, unless the application closed it. */
  synchronized void failed(String id, Ending ending) {
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
    if (run == null) {
      return;
    }
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      byCallback.remove(dead);
    }
    byCallback.put(new WeakKey(callback, gone), new Callback(run, owned));
  }

  /** What the application does to the run that this callback waits for, or null. */
  synchronized @Nullable Kills killsOf(Object callback) {
    Callback known = byCallback.get(new WeakKey(callback));
    return known == null ? null : known.run().kills();
  }

  /** A container, and so what runs in it, is about to be killed; what {@link #killed} wants. */
  synchronized List<Kills> killing(String given) {
    String id = resolve(given);
    List<Kills> killing = new ArrayList<>();
    for (Map.Entry<String, ContainerRun> known : byId.entrySet()) {
      ContainerRun run = known.getValue();
      if (known.getKey().equals(id) || isRunningIn(run, id)) {
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
      if (one instanceof Kills kills) {
        kills.killEnds(sent);
      }
    }
  }

  /** The application does not want to hear any more of the run that it gave this callback. */
  synchronized void abandoned(Object callback) {
    Callback known = byCallback.get(new WeakKey(callback));
    if (known == null || !known.owned()) {
      return;
    }
    ContainerRun run = known.run();
    if (run.run() == null || run.isSilent()) {
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
    String known = resolve(id);
    ContainerRun run = byId.remove(known);
    byName.values().remove(known);
    if (run == null) {
      return;
    }
    end(run);
    endBox(run);
    for (ContainerRun program : byId.values()) {
      if (program.isIn(known)) {
        end(program);
      }
    }
  }

  private void end(ContainerRun run) {
    Ending ending = run.kills().ending();
    if (ending == null && run.run() != null) {
      unknown.at(List.of(run.pack())).increment();
    }
    end(run, ending);
  }

  private void end(ContainerRun run, @Nullable Ending ending) {
    OpenRun open = run.run();
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
    command(run, ending != null);
    endBox(run);
  }

  /** A program is a command of the box that it was run in. */
  private void command(ContainerRun program, boolean error) {
    Box box = boxOf(program);
    if (box != null) {
      box.command(error);
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

  /** Ends what has been silent for too long. */
  @Override
  public synchronized void settle() {
    long now = clock.getAsLong();
    for (ContainerRun run : byId.values()) {
      if (run.isSilentFor(PATIENCE_NANOS, now)) {
        end(run);
      }
    }
  }

  /** Forgets what still runs: its end is ignored. */
  synchronized void close() {
    byId.clear();
    byName.clear();
    byCallback.clear();
  }

  private record Callback(ContainerRun run, boolean owned) {}
}
