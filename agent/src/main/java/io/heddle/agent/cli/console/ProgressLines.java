package io.heddle.agent.cli.console;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Prints the progress of a long command to the error output: nothing in the first two seconds, then
 * a line a second at most, each only once. Not thread-safe.
 */
public final class ProgressLines {
  private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Console console;
  private final LongSupplier clock;
  private long nextNanos;
  private String last = "";

  public ProgressLines(Console console) {
    this(console, System::nanoTime);
  }

  /**
   * Creates progress lines with any clock; the two seconds begin now.
   *
   * @param clock as {@link System#nanoTime}
   */
  public ProgressLines(Console console, LongSupplier clock) {
    this.console = console;
    this.clock = clock;
    this.nextNanos = clock.getAsLong() + QUIET_NANOS;
  }

  /** Prints how far the command is, unless it is too early; an empty text is not printed. */
  public void show(String howFar) {
    long now = clock.getAsLong();
    if (howFar.isEmpty() || howFar.equals(last) || now - nextNanos < 0) {
      return;
    }
    console.error(howFar);
    last = howFar;
    nextNanos = now + PAUSE_NANOS;
  }
}
