package io.heddle.registry.family;

/**
 * A clock that a thread of the agent moves forward while any run goes untimed, so that such a run
 * reads it with one load. It is at most {@link #TICK_NANOS} behind, plus what the thread is late.
 *
 * <p>Thread-safe: one thread calls {@link #tick}, before the first run goes untimed.
 */
public final class CoarseClock {
  private static final int SHIFT = 23;

  /**
   * Nanoseconds of a tick, 8.4 ms. A run of 20 ms begins and ends two ticks apart even if the
   * thread that ticks is 3 ms late; 120 ticks a second take 0.05 % of a core.
   */
  public static final long TICK_NANOS = 1L << SHIFT;

  // static, as there is one attachment at a time: a field of an object took 5 ns more of the 14
  // that
  // an untimed call takes. Volatile: a plain load could be taken out of a loop, or be one for both
  // ends of a run
  private static volatile long nanos;

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

  /** Creates a clock of the JVM's time; there was no tick until {@link #tick}. */
  public CoarseClock() {
    this(new SystemClock());
  }

  /** Creates a clock of any time; there was no tick until {@link #tick}. */
  public CoarseClock(NanoClock source) {
    this.source = source;
  }

  /** Reads the source. */
  public void tick() {
    nanos = source.nanos() & -TICK_NANOS;
  }

  /** Returns when the last tick was, in nanoseconds of its source; a multiple of a tick. */
  public static long coarseNanos() {
    return nanos;
  }

  /** Returns a number that differs from time to time, as a clock does. */
  long seed() {
    return source.nanos();
  }

  /** Returns true if a run that began at this tick has ended two ticks later or more. */
  static boolean isSlow(long startTick) {
    return nanos - startTick >= 2 * TICK_NANOS;
  }

  /** Returns true if a run between these moments begins and ends two ticks apart or more. */
  static boolean isSlow(long startNanos, long endNanos) {
    return (endNanos >> SHIFT) - (startNanos >> SHIFT) >= 2;
  }

  /**
   * Returns the estimated nanoseconds of a run that began within the given tick, ends now, and is
   * slow: true to within a tick. Of runs of one tick and more that are slow by chance, the
   * estimates add up to the time of those and of their like that were not: what is known is the
   * time since the tick, which is longer than the run by its place in the tick; the end's place in
   * its tick less one tick makes up for that, and for runs of one tick to two that are missed.
   */
  long since(long startTick) {
    long now = source.nanos();
    return now - startTick + (now & (TICK_NANOS - 1)) - TICK_NANOS;
  }
}
