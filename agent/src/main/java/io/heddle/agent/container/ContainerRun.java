package io.heddle.agent.container;

import io.heddle.agent.process.TerminationTracker;
import io.heddle.registry.InFlightRun;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one container, or of one program that is run in one: made, then starting, then
 * perhaps a run, more than once. Guarded by its {@link ContainerTracker}, {@link
 * TerminationTracker} aside.
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

  /** What is known of this id: nothing. */
  ContainerRun(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** The container that a program is run in; null for a container. */
  @Nullable String container() {
    return container.equals(UNKNOWN) ? null : container;
  }

  /**
   * It was made.
   *
   * @param inside id of the container that a program is run in; unknown for a container
   */
  void made(String found, String inside) {
    name = found;
    container = inside;
  }

  /**
   * True for a program whose output goes on: an exit code 0 that a daemon gives is then that of one
   * that does not run yet, or more output is to come. Podman says so in the first milliseconds.
   */
  boolean isProgramHeard() {
    return !silent && !container.equals(UNKNOWN);
  }

  /** True for a program that this container ends with. */
  boolean isIn(String id) {
    return container.equals(id);
  }

  /** Whose run it is. */
  String pack() {
    return pack;
  }

  /** What the application does to it. */
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

  /** Somebody is about to start it. */
  void starts(String byPack, long nanos) {
    pack = byPack;
    kills = new TerminationTracker();
    startNanos = nanos;
    startThread = Thread.currentThread().getId();
    starting = true;
    silent = false;
    stopped = false;
  }

  /** True on the thread that starts it. */
  boolean isStartedHere() {
    return startThread == Thread.currentThread().getId();
  }

  /** It could not be started. */
  void startFailed() {
    starting = false;
  }

  void runs(InFlightRun begun) {
    run = begun;
    starting = false;
  }

  /** Nothing more is heard of it: it has ended, and its exit code may come yet. */
  void silent(long nanos) {
    if (!silent) {
      silentNanos = nanos;
      silent = true;
    }
  }

  /** It does not run any more, and its exit code may come yet. */
  void stopped(long nanos) {
    silent(nanos);
    stopped = true;
  }

  /** It was seen to run after all. */
  void seen(long nanos) {
    if (silent) {
      silentNanos = nanos;
    }
  }

  /** When it ended, as far as is known: now, unless it fell silent before. */
  long endNanos(long now) {
    return silent ? silentNanos : now;
  }

  /**
   * True if no exit code is waited for any longer.
   *
   * @param patience in nanoseconds, for one that nobody has seen stopped
   * @param grace for one that has been
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
