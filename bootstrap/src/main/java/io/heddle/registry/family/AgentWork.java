package io.heddle.registry.family;

import org.jspecify.annotations.Nullable;

/**
 * When Heddle worked on one thread of the application: loading, weaving, asking for labels. What it
 * took is no part of the runs that went on there. Each piece of work is told at its end and nothing
 * is put down at its beginning, so nothing is left behind where the stack overflows in between.
 *
 * <p>At most {@value #MOST} pieces are told apart; of more, the least of the older half become one
 * with the next. What a run that began within one of those has of it is estimated by its share of
 * the time.
 */
public final class AgentWork {
  /** A run that took less is as it was: to look takes a thread local. */
  private static final long LEAST_NANOS = 100_000;

  /** Work that is not told: a call of an adapter that all is loaded for. */
  private static final long TRIFLE_NANOS = 10_000;

  private static final int MOST = 128;
  private static final int LEAST_ROOM = 8;
  private static final int VIRTUAL = 256;

  private static final @Nullable Class<?> VIRTUAL_THREAD = virtualThreads();
  private static final ThreadLocal<@Nullable AgentWork> PLATFORM = new ThreadLocal<>();
  // of virtual threads, which may be millions, by their ids. Plain: a thread believes only what it
  // put here itself, and of two that share a place the later one keeps it
  private static final @Nullable AgentWork[] NEAR = new AgentWork[VIRTUAL];

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
   * This thread has worked for Heddle from this moment on, and is about to go on with what it was
   * doing. Work within other work counts once.
   *
   * @param beginNanos of {@link System#nanoTime}
   */
  public static void worked(long beginNanos) {
    long end = System.nanoTime();
    if (end - beginNanos >= TRIFLE_NANOS) {
      own().add(beginNanos, end);
    }
  }

  /** What is left of a duration without Heddle's work, if it began on this thread and ends now. */
  public static long without(long nanos) {
    return nanos < LEAST_NANOS ? nanos : nanos - within(System.nanoTime() - nanos, nanos);
  }

  /**
   * Returns how long this thread has worked for Heddle since a moment.
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
    AgentWork near = NEAR[place(current)];
    return near != null && near.thread == current.getId() ? near : null;
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
      NEAR[place(current)] = fresh;
    }
    return fresh;
  }

  private static int place(Thread virtual) {
    return (int) virtual.getId() & (VIRTUAL - 1);
  }

  /** Adds a piece that has just ended. What lies within it, it has with it. */
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

  /** How long the pieces took that lie between two moments, and what of one does from the first. */
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

  /** What of a piece lies after this moment. */
  private long share(int at, long begin) {
    double part = (double) (ends[at] - begin) / (ends[at] - begins[at]);
    return (long) (nanos[at] * part);
  }
}
