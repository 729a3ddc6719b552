package io.heddle.agent.process;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A child process that has not ended. Not a record: a reaper compares it by identity. */
final class ProcessRun {
  static final RunFailure START_FAILED = new RunFailure(Outcome.FAILURE, "start_failed");

  private final InFlightRun run;
  private final long pid;
  private final Set<Integer> successExits;
  private final ProcessListener.@Nullable Child child;
  private final TerminationTracker termination = new TerminationTracker();

  /**
   * Creates the run of a process that has just started.
   *
   * @param successExits exit codes besides 0 that are a success
   * @param child receives the end of the process, or null
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

  /** Returns the tracker of what the application does to the process. */
  TerminationTracker termination() {
    return termination;
  }

  /** Reports that the process has exited. */
  void exited() {
    if (child != null) {
      child.ended();
    }
  }

  /** Returns how the process failed, or null for a success. */
  @Nullable RunFailure ending(int exitCode) {
    return termination.ending(exitCode, successExits);
  }
}
