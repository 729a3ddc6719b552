package io.heddle.registry.time;

/**
 * A clock of ticks. While any run goes untimed, a thread of the agent publishes each tick, so that
 * such a run reads it with one load; that is at most {@link #TICK_NANOS} behind, plus what the
 * thread is late. Thread-safe.
 */
public final class CoarseClock {
  private static final int SHIFT = 23;

  /**
   * Nanoseconds of a tick, 8.4 ms. A run of 20 ms begins and ends two ticks apart even if the
   * thread that ticks is 3 ms late; 120 ticks a second take 0.05 % of a core.
   */
  public static final long TICK_NANOS = 1L << SHIFT;

  private final NanoClock source;

  /** A source of nanoseconds, {@link System#nanoTime} outside of tests. */
  public interface NanoClock {
    /** Returns nanoseconds since any moment. */
    long nanos();
  }

  /** The JVM's clock. A record instead of a lambda, which boot classes cannot have. */
  private record SystemClock() implements NanoClock {
    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }

  /** Creates a clock of the JVM's time. */
  public CoarseClock() {
    this(new SystemClock());
  }

  /** Creates a clock of any time. */
  public CoarseClock(NanoClock source) {
    this.source = source;
  }

  /** Returns when the last tick was: nanoseconds of the source, a multiple of a tick. */
  public long lastTick() {
    return source.nanos() & -TICK_NANOS;
  }

  /** Returns a number that differs from time to time, as a clock does. */
  public long seed() {
    return source.nanos();
  }

  /** Returns true if a run between these ticks begins and ends two ticks apart or more. */
  public static boolean isSlowTick(long startTick, long endTick) {
    return endTick - startTick >= 2 * TICK_NANOS;
  }

  /** Returns true if a run between these moments begins and ends two ticks apart or more. */
  public static boolean isSlow(long startNanos, long endNanos) {
    return (endNanos >> SHIFT) - (startNanos >> SHIFT) >= 2;
  }

  /**
   * Returns the estimated nanoseconds of a run that began within the given tick, ends now, and is
   * slow: true to within a tick. Of runs of one tick and more that are slow by chance, the
   * estimates add up to the time of those and of their like that were not: what is known is the
   * time since the tick, which is longer than the run by its place in the tick; the end's place in
   * its tick less one tick makes up for that, and for runs of one tick to two that are missed.
   */
  public long since(long startTick) {
    long now = source.nanos();
    return now - startTick + (now & (TICK_NANOS - 1)) - TICK_NANOS;
  }
}
