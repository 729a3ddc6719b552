package io.heddle.agent.process;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.family.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the waits for a program that timed out, and its kills: together with the exit code they
 * give the outcome. Thread-safe.
 */
public final class TerminationTracker {
  private static final int FIRST_SIGNAL = 129;
  private static final int LAST_SIGNAL = 192;
  private static final RunFailure TIMEOUT = new RunFailure(Outcome.TIMEOUT, "timeout");
  private static final RunFailure CANCELED = new RunFailure(Outcome.CANCELED, "canceled");
  private static final RunFailure SIGNAL = new RunFailure(Outcome.FAILURE, "signal");
  private static final RunFailure EXIT_NONZERO = new RunFailure(Outcome.FAILURE, "exit_nonzero");

  private boolean lastWaitTimedOut;
  private boolean timedOutBeforeKill;
  private boolean killed;
  private int killing;

  /**
   * Records that a wait with a time limit is over; {@code timedOut} is true if the limit passed.
   */
  public synchronized void waitReturned(boolean timedOut) {
    lastWaitTimedOut = timedOut;
  }

  /** Announces an attempt to kill the program. */
  public synchronized void killBegins() {
    // the first kill says why: a wait after it is for the kill, not for the run
    if (!killed && killing == 0) {
      timedOutBeforeKill = lastWaitTimedOut;
    }
    killing++;
  }

  /** Ends an attempt of {@link #killBegins}; {@code sent} is true if the program was there. */
  public synchronized void killEnds(boolean sent) {
    killing--;
    killed |= sent;
  }

  /**
   * Returns how the program failed, or null for a success.
   *
   * @param successExits exit codes besides 0 that are a success
   */
  public synchronized @Nullable RunFailure ending(int exitCode, Set<Integer> successExits) {
    // even after a kill: it came too late, or was what the program had waited for
    if (exitCode == 0 || successExits.contains(exitCode)) {
      return null;
    }
    boolean signal = exitCode >= FIRST_SIGNAL && exitCode <= LAST_SIGNAL;
    // the signal may be faster than the return of the call that sent it
    if (killed || (killing > 0 && signal)) {
      return timedOutBeforeKill ? TIMEOUT : CANCELED;
    }
    return signal ? SIGNAL : EXIT_NONZERO;
  }

  /** Returns how a program without a known exit code ended, or null if it was not killed. */
  public synchronized @Nullable RunFailure ending() {
    if (!killed) {
      return null;
    }
    return timedOutBeforeKill ? TIMEOUT : CANCELED;
  }
}
