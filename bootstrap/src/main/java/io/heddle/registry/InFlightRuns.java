package io.heddle.registry;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The runs that are open and may end on any thread, at most {@link #LIMIT}. Thread-safe without a
 * lock: a virtual thread that waits for one, and to which the JDK hands it, needs a carrier to go
 * on, while the carriers may all wait for that very lock with a thread that is pinned to them.
 */
final class InFlightRuns {
  /** Maximum number of listed runs. */
  static final int LIMIT = 10_000;

  /** Place of a run that found the list full, which its family counts. */
  private static final int TURNED_AWAY = -2;

  /** Binary logarithm of the places: at the limit a run finds one at the fourth try on average. */
  private static final int BITS = 14;

  private static final int MASK = (1 << BITS) - 1;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(InFlightRun[].class);

  private final AtomicInteger count = new AtomicInteger();
  // 64 KiB that most registries never need
  private final AtomicReference<@Nullable InFlightRun @Nullable []> places =
      new AtomicReference<>();

  /** Lists a run; beyond the limit it is not listed. */
  void add(InFlightRun run) {
    if (count.incrementAndGet() > LIMIT) {
      count.decrementAndGet();
      turnAway(run);
      return;
    }
    @Nullable InFlightRun[] all = all();
    // by time, not by thread: one event loop may have thousands of runs open
    int place = (int) ((run.startNanos() * GOLDEN) >>> (Long.SIZE - BITS));
    run.place(place);
    int tried = 0;
    while (!PLACE.compareAndSet(all, place, (InFlightRun) null, run)) {
      if (tried++ == MASK) {
        // all are taken: more than the limit were let in while a sweep counted
        count.decrementAndGet();
        turnAway(run);
        return;
      }
      place = (place + 1) & MASK;
      run.place(place); // before others can see the run and remove it
    }
  }

  private static void turnAway(InFlightRun run) {
    Cells cells = run.cells;
    if (cells != null) {
      run.place(TURNED_AWAY);
      cells.series().family().unlisted(1);
    }
  }

  private @Nullable InFlightRun[] all() {
    @Nullable InFlightRun[] all = places.get();
    while (all == null) {
      places.compareAndSet(null, new InFlightRun[MASK + 1]);
      all = places.get();
    }
    return all;
  }

  /** Clears the cells of a run, and removes it from the list if it is listed. */
  void close(InFlightRun run) {
    @Nullable InFlightRun[] all = places.get();
    int place = run.place();
    if (all != null && place >= 0 && PLACE.compareAndSet(all, place, run, (InFlightRun) null)) {
      count.decrementAndGet(); // after its place is free: a run that is counted always finds one
    }
    Cells cells = run.cells;
    if (place == TURNED_AWAY && cells != null) {
      cells.series().family().unlisted(-1);
    }
    // last and no call: where the stack overflows in this method the run is still to be counted
    run.cells = null;
  }

  /** Returns the maximum number of {@link #views}. */
  int most(Collection<ThreadCells> threads) {
    int most = count.get();
    for (ThreadCells thread : threads) {
      most += thread.runs().length;
    }
    return most;
  }

  /**
   * Returns the runs that are listed now and those of these threads, as others may see them: oldest
   * first, at most {@link #LIMIT}.
   */
  List<InFlightRun.InFlight> views(Collection<ThreadCells> threads) {
    long now = System.nanoTime();
    long nowMillis = System.currentTimeMillis();
    List<InFlightRun.InFlight> views = new ArrayList<>();
    for (InFlightRun run : list()) {
      addView(views, run, now, nowMillis);
    }
    for (ThreadCells thread : threads) {
      for (InFlightRun run : thread.runs()) {
        addView(views, run, now, nowMillis);
      }
    }
    views.sort(new InFlightRun.OldestFirst());
    return views.size() > LIMIT ? List.copyOf(views.subList(0, LIMIT)) : views;
  }

  private static void addView(
      List<InFlightRun.InFlight> views, @Nullable InFlightRun run, long nowNanos, long nowMillis) {
    InFlightRun.InFlight view = run == null ? null : run.view(nowNanos, nowMillis);
    if (view != null) {
      views.add(view);
    }
  }

  /**
   * Returns when the oldest run of each series began that is listed now or is one of these threads,
   * by {@link System#nanoTime}. A series without such a run is not in it.
   */
  Map<Series, Long> oldest(Collection<ThreadCells> threads) {
    Map<Series, Long> oldest = new HashMap<>();
    for (InFlightRun run : list()) {
      addOldest(oldest, run);
    }
    for (ThreadCells thread : threads) {
      for (InFlightRun run : thread.runs()) {
        addOldest(oldest, run);
      }
    }
    return oldest;
  }

  private static void addOldest(Map<Series, Long> oldest, @Nullable InFlightRun run) {
    Cells cells = run == null ? null : run.cells;
    if (run == null || cells == null) {
      return;
    }
    long start = run.startNanos();
    Long before = oldest.get(cells.series());
    // looked at again: the object may be another run by now, of another series
    if (run.cells == cells && (before == null || start - before < 0)) {
      oldest.put(cells.series(), start);
    }
  }

  /** Returns the runs that are listed now, in no order. */
  List<InFlightRun> list() {
    List<InFlightRun> listed = new ArrayList<>();
    @Nullable InFlightRun[] all = places.get();
    for (int i = 0; all != null && i < all.length; i++) {
      InFlightRun run = (InFlightRun) PLACE.getAcquire(all, i);
      if (run != null) {
        listed.add(run);
      }
    }
    return listed;
  }

  /**
   * Removes the runs that were aborted, whose own end could not do it. Also corrects a count that a
   * stack overflow left wrong, unless runs are added or removed meanwhile.
   */
  void sweep() {
    @Nullable InFlightRun[] all = places.get();
    int before = count.get();
    int listed = 0;
    for (int i = 0; all != null && i < all.length; i++) {
      InFlightRun run = (InFlightRun) PLACE.getAcquire(all, i);
      if (run != null && run.aborted) {
        PLACE.compareAndSet(all, i, run, (InFlightRun) null);
      } else if (run != null) {
        listed++;
      }
    }
    count.compareAndSet(before, listed);
  }

  /** Forgets all runs when the registry is closed. */
  void clear() {
    places.set(null);
  }
}
