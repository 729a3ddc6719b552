package io.heddle.agent.run;

import io.heddle.probe.Ending;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One child process that has not ended. No record: it is told apart by identity, by a reaper. */
final class ProcessRun {
  static final Ending START_FAILED = new Ending(Outcome.FAILURE, "start_failed");

  private final OpenRun run;
  private final long pid;
  private final Set<Integer> successExits;
  private final Children.@Nullable Child child;
  private final Kills kills = new Kills();

  /**
   * A process that has just started.
   *
   * @param successExits exit codes besides 0 that are a success
   * @param child hears of its end; null: nobody does
   */
  ProcessRun(OpenRun run, long pid, Set<Integer> successExits, Children.@Nullable Child child) {
    this.run = run;
    this.pid = pid;
    this.successExits = successExits;
    this.child = child;
  }

  OpenRun run() {
    return run;
  }

  long pid() {
    return pid;
  }

  /** What the application does to it. */
  Kills kills() {
    return kills;
  }

  /** It has exited. */
  void exited() {
    if (child != null) {
      child.ended();
    }
  }

  /** How it ended; null for a success. */
  @Nullable Ending ending(int exitCode) {
    return kills.ending(exitCode, successExits);
  }
}
