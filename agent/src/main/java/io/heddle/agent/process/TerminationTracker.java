package io.heddle.agent.process;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.family.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waited for a program in vain, and who killed it: with its exit code that says how it ended.
 * Thread-safe.
 */
public final class TerminationTracker {
  private static final int FIRST_SIGNAL = 129;
  private static final int LAST_SIGNAL = 192;
  private static final RunFailure TIMEOUT = new RunFailure(Outcome.TIMEOUT, "timeout");
  private static final RunFailure CANCELED = new RunFailure(Outcome.CANCELED, "canceled");
  private static final RunFailure SIGNAL = new RunFailure(Outcome.FAILURE, "signal");
  private static final RunFailure EXIT_NONZERO = new RunFailure(Outcome.FAILURE, "exit_nonzero");

  private boolean waitedInVain;
  private boolean deadline;
  private boolean killed;
  private int killing;

  /** A wait with a time limit is over; {@code inVain} if the limit passed. */
  public synchronized void waited(boolean inVain) {
    waitedInVain = inVain;
  }

  /** Somebody is about to kill it. */
  public synchronized void killBegins() {
    // the first kill says why: a wait after it is for the kill, not for the run
    if (!killed && killing == 0) {
      deadline = waitedInVain;
    }
    killing++;
  }

  /** What {@link #killBegins} announced has been tried; {@code sent} if the program was there. */
  public synchronized void killEnds(boolean sent) {
    killing--;
    killed |= sent;
  }

  /**
   * How it ended; null for a success.
   *
   * @param successExits exit codes besides 0 that are a success
   */
  public synchronized @Nullable RunFailure ending(int exitCode, Set<Integer> successExits) {
    // whatever was tried: it came too late, or was what the program had waited for
    if (exitCode == 0 || successExits.contains(exitCode)) {
      return null;
    }
    boolean signal = exitCode >= FIRST_SIGNAL && exitCode <= LAST_SIGNAL;
    // the signal may be faster than the return of the call that sent it
    if (killed || (killing > 0 && signal)) {
      return deadline ? TIMEOUT : CANCELED;
    }
    return signal ? SIGNAL : EXIT_NONZERO;
  }

  /** How it ended where nobody learns its exit code; null if nobody killed it. */
  public synchronized @Nullable RunFailure ending() {
    if (!killed) {
      return null;
    }
    return deadline ? TIMEOUT : CANCELED;
  }
}
