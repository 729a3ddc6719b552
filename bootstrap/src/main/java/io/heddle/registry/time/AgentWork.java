package io.heddle.registry.time;

import org.jspecify.annotations.Nullable;

/**
 * Records when Heddle worked on one thread of the application: loading, weaving, reading labels.
 * That time is no part of the runs that went on there. Each piece of work is recorded at its end
 * and nothing is written at its beginning, so nothing is left behind if the stack overflows in
 * between.
 *
 * <p>At most {@value #MOST} pieces are kept; of more, the least of the older half is merged with
 * the next. The part of a merged piece that belongs to a run which began within it is estimated by
 * its share of the time.
 */
public final class AgentWork {
  /** Minimum duration that is corrected: to look for work takes a thread local. */
  private static final long LEAST_NANOS = 100_000;

  /** Minimum duration of work that is recorded: a call of a loaded adapter takes less. */
  private static final long TRIFLE_NANOS = 10_000;

  private static final int MOST = 128;
  private static final int LEAST_ROOM = 8;
  private static final int VIRTUAL = 256;

  private static final @Nullable Class<?> VIRTUAL_THREAD = virtualThreads();
  private static final ThreadLocal<@Nullable AgentWork> PLATFORM = new ThreadLocal<>();
  // of virtual threads, which may be millions, by their ids. Plain: a thread believes only what it
  // put here itself, and of two that share a place the later one keeps it
  private static final @Nullable AgentWork[] CACHE = new AgentWork[VIRTUAL];

  private final long thread;
  private long[] begins = new long[LEAST_ROOM];
  private long[] ends = new long[LEAST_ROOM];
  private long[] nanos = new long[LEAST_ROOM];
  private int count;

  AgentWork(long thread) {
    this.thread = thread;
  }

  private static @Nullable Class<?> virtualThreads() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return null; // before Java 21
    }
  }

  /**
   * Records that this thread has worked for Heddle from the given moment until now. Work within
   * other work counts once.
   *
   * @param beginNanos of {@link System#nanoTime}
   * @return false if it took so little that it is not recorded
   */
  public static boolean worked(long beginNanos) {
    long end = System.nanoTime();
    if (end - beginNanos < TRIFLE_NANOS) {
      return false;
    }
    own().add(beginNanos, end);
    return true;
  }

  /** Returns a duration without Heddle's work, if it began on this thread and ends now. */
  public static long without(long nanos) {
    return nanos < LEAST_NANOS ? nanos : nanos - within(System.nanoTime() - nanos, nanos);
  }

  /**
   * Returns the nanoseconds that this thread has worked for Heddle since a moment.
   *
   * @param beginNanos of {@link System#nanoTime}
   * @param nanos since then
   */
  public static long within(long beginNanos, long nanos) {
    AgentWork known = nanos < LEAST_NANOS ? null : known();
    return known == null ? 0 : Math.min(nanos, known.between(beginNanos, beginNanos + nanos));
  }

  private static @Nullable AgentWork known() {
    Thread current = Thread.currentThread();
    if (VIRTUAL_THREAD == null || !VIRTUAL_THREAD.isInstance(current)) {
      return PLATFORM.get();
    }
    AgentWork cached = CACHE[place(current)];
    return cached != null && cached.thread == current.getId() ? cached : null;
  }

  private static AgentWork own() {
    AgentWork known = known();
    if (known != null) {
      return known;
    }
    Thread current = Thread.currentThread();
    AgentWork fresh = new AgentWork(current.getId());
    if (VIRTUAL_THREAD == null || !VIRTUAL_THREAD.isInstance(current)) {
      PLATFORM.set(fresh);
    } else {
      CACHE[place(current)] = fresh;
    }
    return fresh;
  }

  private static int place(Thread virtual) {
    return (int) virtual.getId() & (VIRTUAL - 1);
  }

  /** Adds a piece that has just ended; it replaces the pieces within it. */
  void add(long begin, long end) {
    int at = count;
    while (at > 0 && begins[at - 1] - begin >= 0) {
      at--;
    }
    if (at > 0 && ends[at - 1] - begin > 0) {
      nanos[at - 1] -= share(at - 1, begin);
      ends[at - 1] = begin;
    }
    if (at == begins.length) {
      at = makeRoom(at);
    }
    begins[at] = begin;
    ends[at] = end;
    nanos[at] = end - begin;
    count = at + 1;
  }

  private int makeRoom(int full) {
    if (full < MOST) {
      begins = wider(begins);
      ends = wider(ends);
      nanos = wider(nanos);
      return full;
    }
    int least = 0;
    for (int i = 1; i < full / 2; i++) {
      if (nanos[i] + nanos[i + 1] < nanos[least] + nanos[least + 1]) {
        least = i;
      }
    }
    ends[least] = ends[least + 1];
    nanos[least] += nanos[least + 1];
    int moved = full - least - 2;
    System.arraycopy(begins, least + 2, begins, least + 1, moved);
    System.arraycopy(ends, least + 2, ends, least + 1, moved);
    System.arraycopy(nanos, least + 2, nanos, least + 1, moved);
    return full - 1;
  }

  private static long[] wider(long[] full) {
    long[] wider = new long[full.length * 2];
    System.arraycopy(full, 0, wider, 0, full.length); // Arrays may be woven
    return wider;
  }

  /**
   * Returns the nanoseconds of the pieces that begin between two moments, and the share after the
   * first moment of a piece that began before it.
   */
  long between(long begin, long end) {
    long sum = 0;
    int at = count - 1;
    while (at >= 0 && begins[at] - end >= 0) {
      at--; // the moments are of another clock
    }
    while (at >= 0 && begins[at] - begin >= 0) {
      sum += nanos[at];
      at--;
    }
    return at >= 0 && ends[at] - begin > 0 ? sum + share(at, begin) : sum;
  }

  /** Returns the share of a piece that lies after this moment. */
  private long share(int at, long begin) {
    double part = (double) (ends[at] - begin) / (ends[at] - begins[at]);
    return (long) (nanos[at] * part);
  }
}
