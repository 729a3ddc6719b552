package io.heddle.agent.run;

import io.heddle.probe.Ending;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One child process that has not ended: who waited for it, and who killed it. Thread-safe. */
final class ProcessRun {
  private static final int FIRST_SIGNAL = 129;
  private static final int LAST_SIGNAL = 192;
  private static final Ending TIMEOUT = new Ending(Outcome.TIMEOUT, "timeout");
  private static final Ending CANCELED = new Ending(Outcome.CANCELED, "canceled");
  private static final Ending SIGNAL = new Ending(Outcome.FAILURE, "signal");
  private static final Ending EXIT_NONZERO = new Ending(Outcome.FAILURE, "exit_nonzero");
  static final Ending START_FAILED = new Ending(Outcome.FAILURE, "start_failed");

  private final OpenRun run;
  private final long pid;
  private final Set<Integer> successExits;
  private boolean waitedInVain;
  private boolean deadline;
  private boolean killed;
  private int killing;

  /**
   * A process that has just started.
   *
   * @param successExits exit codes besides 0 that are a success
   */
  ProcessRun(OpenRun run, long pid, Set<Integer> successExits) {
    this.run = run;
    this.pid = pid;
    this.successExits = successExits;
  }

  OpenRun run() {
    return run;
  }

  long pid() {
    return pid;
  }

  /** A wait with a time limit is over; {@code inVain} if the limit passed. */
  synchronized void waited(boolean inVain) {
    waitedInVain = inVain;
  }

  /** Somebody is about to kill it. */
  synchronized void killBegins() {
    // the first kill says why: a wait after it is for the kill, not for the run
    if (!killed && killing == 0) {
      deadline = waitedInVain;
    }
    killing++;
  }

  /** What {@link #killBegins} announced has been tried; {@code sent} if the process was there. */
  synchronized void killEnds(boolean sent) {
    killing--;
    killed |= sent;
  }

  /** How it ended; null for a success. */
  synchronized @Nullable Ending ending(int exitCode) {
    boolean signal = exitCode >= FIRST_SIGNAL && exitCode <= LAST_SIGNAL;
    // the signal may be faster than the return of the call that sent it
    if (killed || (killing > 0 && signal)) {
      if (deadline) {
        return TIMEOUT;
      }
      return exitCode == 0 ? null : CANCELED;
    }
    if (exitCode == 0 || successExits.contains(exitCode)) {
      return null;
    }
    return signal ? SIGNAL : EXIT_NONZERO;
  }
}
