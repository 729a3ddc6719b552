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
  private TerminationTracker termination = new TerminationTracker();
  private @Nullable InFlightRun run;
  private long startNanos;
  private long startThread;
  private boolean starting;
  private long outputClosedNanos;
  private boolean outputClosed;
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
  void created(String found, String inside) {
    name = found;
    container = inside;
  }

  /**
   * Returns true for a program whose output goes on: an exit code 0 from a daemon then means that
   * it does not run yet, or that more output will come. Podman gives it in the first milliseconds.
   */
  boolean isProgramWithOpenOutput() {
    return !outputClosed && !container.equals(UNKNOWN);
  }

  /** Returns true for a program that runs in this container, and ends with it. */
  boolean runsIn(String id) {
    return container.equals(id);
  }

  /** Returns the name of the pack that started it. */
  String pack() {
    return pack;
  }

  /** Returns the tracker of what the application does to it. */
  TerminationTracker termination() {
    return termination;
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
  void startBegins(String byPack, long nanos) {
    pack = byPack;
    termination = new TerminationTracker();
    startNanos = nanos;
    startThread = Thread.currentThread().getId();
    starting = true;
    outputClosed = false;
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

  /** Records that its output has ended; its exit code may come yet. */
  void outputClosed(long nanos) {
    if (!outputClosed) {
      outputClosedNanos = nanos;
      outputClosed = true;
    }
  }

  /** Marks it as stopped: its exit code may come yet. */
  void stopped(long nanos) {
    outputClosed(nanos);
    stopped = true;
  }

  /** Restarts the wait for its exit code, as it was seen to run after its output ended. */
  void seenRunning(long nanos) {
    if (outputClosed) {
      outputClosedNanos = nanos;
    }
  }

  /** Returns the best known time of its end: now, unless its output ended before. */
  long endNanos(long now) {
    return outputClosed ? outputClosedNanos : now;
  }

  /**
   * Returns true if its exit code is not waited for any longer.
   *
   * @param timeout time to wait in nanoseconds if it was not seen to stop
   * @param stoppedTimeout time to wait in nanoseconds if it was
   */
  boolean isTimedOut(long timeout, long stoppedTimeout, long now) {
    return outputClosed && now - outputClosedNanos >= (stopped ? stoppedTimeout : timeout);
  }

  boolean isOutputClosed() {
    return outputClosed;
  }

  void ended() {
    run = null;
    outputClosed = false;
    stopped = false;
  }
}
