package io.heddle.agent.process;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One child process that has not ended. No record: it is told apart by identity, by a reaper. */
final class ProcessRun {
  static final RunFailure START_FAILED = new RunFailure(Outcome.FAILURE, "start_failed");

  private final InFlightRun run;
  private final long pid;
  private final Set<Integer> successExits;
  private final ProcessListener.@Nullable Child child;
  private final TerminationTracker kills = new TerminationTracker();

  /**
   * A process that has just started.
   *
   * @param successExits exit codes besides 0 that are a success
   * @param child hears of its end; null: nobody does
   */
  ProcessRun(
      InFlightRun run, long pid, Set<Integer> successExits, ProcessListener.@Nullable Child child) {
    this.run = run;
    this.pid = pid;
    this.successExits = successExits;
    this.child = child;
  }

  InFlightRun run() {
    return run;
  }

  long pid() {
    return pid;
  }

  /** What the application does to it. */
  TerminationTracker kills() {
    return kills;
  }

  /** It has exited. */
  void exited() {
    if (child != null) {
      child.ended();
    }
  }

  /** How it ended; null for a success. */
  @Nullable RunFailure ending(int exitCode) {
    return kills.ending(exitCode, successExits);
  }
}
