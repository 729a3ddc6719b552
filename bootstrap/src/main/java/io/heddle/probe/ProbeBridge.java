package io.heddle.probe;

import io.heddle.probe.jdk.CarrierThreads;
import io.heddle.probe.jdk.SecurityManagers;
import io.heddle.probe.jdk.SuppressedVirtualThreads;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.Registry;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.AgentWork;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which woven code reaches the registry. Never throws into the application.
 */
public final class ProbeBridge {
  private static final @Nullable Class<?> VIRTUAL = virtualThreads();
  private static final ThreadLocal<@Nullable ThreadSlot> OWN = new ThreadLocal<>();
  // a thread's cells once more, by its id: three loads less in a row than through a thread local,
  // 3 ns a call. Plain: a thread believes only what it put here itself
  private static final @Nullable ThreadCells[] NEAR = new ThreadCells[1024];
  private static final ThreadCells BUSY = busy();

  // the registry's one door: everything static that changes
  private static volatile @Nullable Registry registry;
  private static volatile @Nullable Probe[] probes = {};
  private static volatile @Nullable Runnable lastTask;
  private static int retired;
  private static int count;
  private static int[] free = {};
  private static int freeCount;

  private ProbeBridge() {}

  private static @Nullable Class<?> virtualThreads() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return null; // before Java 21
    }
  }

  /**
   * Stands in for a thread's cells while they are made, and always on {@link CarrierThreads}: what
   * that runs is not counted.
   */
  private static ThreadCells busy() {
    Registry nothing = new Registry("busy", 1, 0);
    ThreadCells cells = nothing.cellsOf(Thread.currentThread());
    cells.suppress();
    return cells;
  }

  // ---- woven code, constant labels -----------------------------------------------------------

  /**
   * Where a run is counted: the caller starts it there. Null if it is not to be counted. No
   * allocation once the thread has its cells.
   */
  public static @Nullable Cells enter(Probe probe) {
    Thread current = Thread.currentThread();
    ThreadCells own = NEAR[near(current)];
    Cells cells = own == null || !own.isOf(current) ? null : own.at(probe.slot());
    return cells != null ? cells : enterSlow(probe);
  }

  /** Nothing but a place to look: whoever overrides getId is found there or not. */
  private static int near(Thread thread) {
    return (int) thread.getId() & (NEAR.length - 1);
  }

  private static @Nullable Cells enterVirtual(Probe probe) {
    probe.fire();
    if (!probe.counts() || isVirtualSuppressed()) {
      return null;
    }
    Series series = series(probe);
    return series == null ? null : series.begin();
  }

  private static @Nullable Cells enterSlow(Probe probe) {
    if (isVirtual()) {
      return enterVirtual(probe);
    }
    ThreadCells known = own();
    // of this registry: slots of another mean other series
    Cells cells =
        known != null && known.belongsTo(probe.registry()) ? known.at(probe.slot()) : null;
    return cells != null ? cells : enterFirst(probe);
  }

  static @Nullable Cells enterFirst(Probe probe) {
    probe.fire();
    if (!probe.counts()) {
      return null;
    }
    ThreadCells own = own(probe.registry());
    if (own.isSuppressed()) {
      return null;
    }
    Series series = series(probe);
    return series == null ? null : own.create(series);
  }

  /**
   * The series of constant labels. Suppressed where it is made: what that uses may be woven too.
   */
  static @Nullable Series series(Probe probe) {
    Series known = probe.known();
    if (known != null) {
      return known;
    }
    Suppression suppression = suppress();
    try {
      return probe.constant();
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** A run begun in the cells of {@link #enter} ends with an exception, on its thread. */
  public static void fail(Cells cells, long nanos, Throwable thrown) {
    failed(cells, AgentWork.without(nanos), thrown);
  }

  /** A run ends with an exception; of its duration nothing is taken off any more. */
  static void failed(Cells cells, long nanos, Throwable thrown) {
    Suppression suppression = suppress();
    try {
      RunFailure ending = RunFailure.of(thrown);
      cells.end(nanos, ending.outcome(), ending.errorType());
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  // ---- threads -------------------------------------------------------------------------------

  /** What the thread local of a platform thread holds. Written by that thread alone. */
  private static final class ThreadSlot {
    @Nullable ThreadCells cells;
    // true while the cells are made: plain, and put back without a call
    boolean making;
  }

  /** The current platform thread's cells in this registry; suppressed ones if it must not count. */
  static ThreadCells own(Registry current) {
    ThreadSlot slot = OWN.get();
    if (slot == null) {
      slot = new ThreadSlot();
      OWN.set(slot);
    }
    ThreadCells known = slot.cells;
    if (known != null && (known.isSuppressed() || known.belongsTo(current))) {
      return known;
    }
    return slot.making ? BUSY : make(slot, current);
  }

  private static ThreadCells make(ThreadSlot slot, Registry current) {
    slot.making = true;
    try {
      Thread thread = Thread.currentThread();
      boolean carrier = VIRTUAL != null && CarrierThreads.include(thread);
      ThreadCells found = carrier ? BUSY : current.cellsOf(thread);
      slot.cells = found;
      if (!carrier) {
        bringNear(found);
      }
      return found;
    } finally {
      slot.making = false;
    }
  }

  /** The first of the live threads that share a place keeps it. */
  private static void bringNear(ThreadCells found) {
    int place = near(Thread.currentThread());
    ThreadCells there = NEAR[place];
    if (there == null || there.isGone()) {
      NEAR[place] = found;
    }
  }

  private static @Nullable ThreadCells own() {
    ThreadSlot slot = OWN.get();
    return slot == null ? null : slot.making ? BUSY : slot.cells;
  }

  static boolean isVirtual() {
    return VIRTUAL != null && VIRTUAL.isInstance(Thread.currentThread());
  }

  private static boolean isVirtualSuppressed() {
    return Virtual.SUPPRESSED.contains(Thread.currentThread());
  }

  /** True while nothing that this thread runs is counted. */
  public static boolean isSuppressed() {
    if (SecurityManagers.isInPlace()) {
      return true; // it would judge what a probe does as if the application did it
    }
    if (isVirtual()) {
      return isVirtualSuppressed();
    }
    Registry current = registry;
    ThreadCells own = current == null ? own() : own(current);
    return own != null && own.isSuppressed();
  }

  /** The same, sooner for a thread that has its cells. */
  static boolean isSuppressedNow() {
    Thread current = Thread.currentThread();
    ThreadCells own = NEAR[near(current)];
    if (own != null && own.isOf(current)) {
      return own.isSuppressed();
    }
    return isSuppressed();
  }

  /**
   * Suppresses the current thread: nothing that it runs is counted until the caller writes 0 into
   * the suppressor of what this returned, in a finally block and without a call. Heddle's own
   * threads never do.
   *
   * @return null if the thread is suppressed already, or counts nothing anyway
   */
  public static @Nullable Suppression suppress() {
    if (isVirtual()) {
      return Virtual.SUPPRESSED.suppress(Thread.currentThread());
    }
    Registry current = registry;
    ThreadCells own = current == null ? own() : own(current);
    return own == null ? null : own.suppress();
  }

  /**
   * Initialises what the first run, and the first that fails, would load: it may be deep in a stack
   * that overflows, where a class whose initialiser fails is lost for ever.
   */
  public static void warmUp() {
    ProbeWarmUp.run();
  }

  /** A future of the JDK has its result, and nobody has heard of it yet. */
  public static void completed(Object future) {
    if (FutureTracker.isAny()) {
      try {
        FutureTracker.completed(future);
      } catch (StackOverflowError e) {
        // the next scrape finds it
      } catch (Throwable e) {
        swallowed(e);
      }
    }
  }

  // ---- weaving -------------------------------------------------------------------------------

  /** Bootstrap method of the constant by which woven code holds its probe. */
  public static Probe constant(MethodHandles.Lookup lookup, String name, Class<?> type, int id) {
    return at(id);
  }

  /** The probe of an id; one that counts nothing after a detach. */
  public static Probe at(int id) {
    @Nullable Probe[] all = probes;
    int index = id - retired;
    Probe found = index >= 0 && index < all.length ? all[index] : null;
    return found != null ? found : Silent.PROBE;
  }

  /** Gives a probe its id. */
  public static synchronized int add(Probe probe) {
    @Nullable Probe[] all = probes;
    if (freeCount > 0) {
      int place = free[--freeCount];
      all[place] = probe;
      probes = all;
      return retired + place;
    }
    if (count == all.length) {
      all = Arrays.copyOf(all, Math.max(64, count * 2));
    }
    all[count] = probe;
    probes = all; // volatile: whoever learns the id finds the probe
    return retired + count++;
  }

  /** Takes back an id that no code uses any more: another probe will have it. */
  public static synchronized void remove(int id) {
    int place = id - retired;
    if (place < 0 || place >= count) {
      return; // of an earlier attachment
    }
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(64, freeCount * 2));
    }
    free[freeCount++] = place;
    probes[place] = null;
  }

  /** Opens the door for the probes of this registry. */
  public static synchronized void open(Registry current) {
    registry = current;
  }

  /** What to run when the JVM ends, or null. */
  public static void atExit(@Nullable Runnable task) {
    lastTask = task;
  }

  public static void exit() {
    Runnable task = lastTask;
    if (task != null) {
      task.run();
    }
  }

  /** The registry that is counting now. */
  public static @Nullable Registry registry() {
    return registry;
  }

  /**
   * Closes the door: runs that go on are ignored from here, and nothing refers to Heddle's own
   * loader any more.
   */
  public static synchronized void close() {
    Registry current = registry;
    registry = null;
    lastTask = null;
    @Nullable Probe[] all = probes;
    retired += count;
    count = 0;
    free = new int[0];
    freeCount = 0;
    probes = new Probe[0];
    for (Probe probe : all) {
      if (probe != null) {
        probe.release();
      }
    }
    if (current != null) {
      current.close();
    }
    Arrays.fill(NEAR, null);
    FutureTracker.close();
  }

  /** An error inside the advice; woven code ends here instead of throwing. */
  public static void swallowed(Throwable error) {
    Registry current = registry;
    if (current != null) {
      current.errors().add(error);
    }
  }

  /** Loaded when something is woven, and not at every start: a VarHandle's first costs 1 ms. */
  static final class Virtual {
    static final SuppressedVirtualThreads SUPPRESSED = new SuppressedVirtualThreads();

    private Virtual() {}
  }

  /** Loaded only when woven code outlives the attachment that wove it. */
  private static final class Silent {
    static final Probe PROBE = silent();

    private static Probe silent() {
      Registry closed = new Registry("closed", 1, 0);
      closed.close();
      ProbedRule rule =
          new ProbedRule(
              0, false, Map.of(), List.of(), 1, new AtomicInteger(ProbedRule.QUIET_AFTER));
      return Probe.adapted(closed, rule, new Adapter() {});
    }
  }
}
