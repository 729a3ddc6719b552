package io.heddle.agent.container;

import io.heddle.agent.process.TerminationTracker;
import io.heddle.registry.InFlightRun;
import org.jspecify.annotations.Nullable;

/**
 * A container, or a program that is run in one: made, then starting, then perhaps a run, more than
 * once. Guarded by its {@link ContainerTracker}, except its {@link TerminationTracker}.
 */
final class ContainerRun {
  static final String UNKNOWN = "unknown";

  private final String id;
  private String name = UNKNOWN;
  private String container = UNKNOWN;
  private String pack = UNKNOWN;
  private TerminationTracker kills = new TerminationTracker();
  private @Nullable InFlightRun run;
  private long startNanos;
  private long startThread;
  private boolean starting;
  private long silentNanos;
  private boolean silent;
  private boolean stopped;

  /** Creates an instance of which only the id is known. */
  ContainerRun(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** Returns the container that a program is run in, or null for a container. */
  @Nullable String container() {
    return container.equals(UNKNOWN) ? null : container;
  }

  /**
   * Sets the name and the container, which are known once it is made.
   *
   * @param inside id of the container that a program is run in; unknown for a container
   */
  void made(String found, String inside) {
    name = found;
    container = inside;
  }

  /**
   * Returns true for a program whose output goes on: an exit code 0 from a daemon then means that
   * it does not run yet, or that more output will come. Podman gives it in the first milliseconds.
   */
  boolean isProgramHeard() {
    return !silent && !container.equals(UNKNOWN);
  }

  /** Returns true for a program that runs in this container, and ends with it. */
  boolean isIn(String id) {
    return container.equals(id);
  }

  /** Returns the name of the pack that started it. */
  String pack() {
    return pack;
  }

  /** Returns the tracker of what the application does to it. */
  TerminationTracker kills() {
    return kills;
  }

  @Nullable InFlightRun run() {
    return run;
  }

  boolean isStarting() {
    return starting;
  }

  long startNanos() {
    return startNanos;
  }

  /** Begins a start of it by this pack. */
  void starts(String byPack, long nanos) {
    pack = byPack;
    kills = new TerminationTracker();
    startNanos = nanos;
    startThread = Thread.currentThread().getId();
    starting = true;
    silent = false;
    stopped = false;
  }

  /** Returns true on the thread that starts it. */
  boolean isStartedHere() {
    return startThread == Thread.currentThread().getId();
  }

  /** Ends a start that failed. */
  void startFailed() {
    starting = false;
  }

  void runs(InFlightRun begun) {
    run = begun;
    starting = false;
  }

  /** Marks it as silent: its output has ended, and its exit code may come yet. */
  void silent(long nanos) {
    if (!silent) {
      silentNanos = nanos;
      silent = true;
    }
  }

  /** Marks it as stopped: its exit code may come yet. */
  void stopped(long nanos) {
    silent(nanos);
    stopped = true;
  }

  /** Restarts the wait for its exit code, as it was seen to run after its output ended. */
  void seen(long nanos) {
    if (silent) {
      silentNanos = nanos;
    }
  }

  /** Returns the best known time of its end: now, unless it fell silent before. */
  long endNanos(long now) {
    return silent ? silentNanos : now;
  }

  /**
   * Returns true if its exit code is not waited for any longer.
   *
   * @param patience time to wait in nanoseconds if it was not seen to stop
   * @param grace time to wait in nanoseconds if it was
   */
  boolean isOver(long patience, long grace, long now) {
    return silent && now - silentNanos >= (stopped ? grace : patience);
  }

  boolean isSilent() {
    return silent;
  }

  void ended() {
    run = null;
    silent = false;
    stopped = false;
  }
}
