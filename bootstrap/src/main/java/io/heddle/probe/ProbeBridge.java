package io.heddle.probe;

import io.heddle.probe.id.IdTable;
import io.heddle.probe.jdk.CarrierThreads;
import io.heddle.probe.jdk.SecurityManagers;
import io.heddle.probe.jdk.SuppressedVirtualThreads;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.Registry;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import io.heddle.registry.time.AgentWork;
import io.heddle.registry.time.CoarseClock;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bridge through which woven code reaches the registry. Never throws into the application. */
public final class ProbeBridge {
  private static final @Nullable Class<?> VIRTUAL = virtualThreads();
  private static final ThreadLocal<@Nullable ThreadSlot> OWN = new ThreadLocal<>();
  // a thread's cells once more, by its id: three loads less in a row than through a thread local,
  // 3 ns a call. Plain: a thread believes only what it put here itself
  private static final @Nullable ThreadCells[] CACHE = new ThreadCells[1024];
  private static final ThreadCells SUPPRESSED = suppressed();

  // all static state that changes with the registry
  private static volatile @Nullable Registry registry;
  private static volatile IdTable<Probe> probes = new IdTable<>();
  private static volatile @Nullable Runnable lastTask;
  private static volatile long coarseNanos; // volatile, or a loop may read it once
  // what runs on of an attachment finds no probe of the next one
  private static int turn;

  private ProbeBridge() {}

  private static @Nullable Class<?> virtualThreads() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return null; // before Java 21
    }
  }

  /**
   * Returns suppressed cells that stand in for a thread's own while those are created, and always
   * on {@link CarrierThreads}: runs on such a thread are not counted.
   */
  private static ThreadCells suppressed() {
    Registry nothing = new Registry("suppressed", 1, 0);
    ThreadCells cells = nothing.cellsOf(Thread.currentThread());
    cells.suppress();
    return cells;
  }

  // ---- woven code, constant labels -----------------------------------------------------------

  /**
   * Returns the cells in which the caller starts the run, or null if the run is not counted.
   * Allocates nothing once the thread has its cells.
   */
  public static @Nullable Cells enter(Probe probe) {
    ThreadCells own = cached();
    Cells cells = own == null ? null : own.at(probe.slot());
    return cells != null ? cells : enterSlow(probe);
  }

  /** Returns the cells of this thread if they are in {@link #CACHE}; else null. */
  static @Nullable ThreadCells cached() {
    Thread current = Thread.currentThread();
    ThreadCells own = CACHE[cacheIndex(current)];
    return own == null || !own.isOf(current) ? null : own;
  }

  /** Returns the index in {@link #CACHE}; a thread that overrides getId may miss its cells. */
  static int cacheIndex(Thread thread) {
    return (int) thread.getId() & (CACHE.length - 1);
  }

  private static @Nullable Cells enterVirtual(Probe probe) {
    probe.fire();
    if (!probe.counts() || SuppressedVirtualThreads.ALL.contains(Thread.currentThread())) {
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
   * Returns the series of constant labels, or null. Suppresses the thread while the series is
   * created: the classes that this uses may be woven too.
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

  /** Ends a run begun in the cells of {@link #enter} with an exception, on its thread. */
  public static void fail(Cells cells, long nanos, Throwable thrown) {
    failed(cells, AgentWork.without(nanos), failure(thrown));
  }

  /** Returns what an exception means. */
  static RunFailure failure(Throwable thrown) {
    Suppression suppression = suppress();
    try {
      return RunFailure.of(thrown);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Ends a run that failed; {@code nanos} no longer contains Heddle's own work. */
  static void failed(Cells cells, long nanos, RunFailure ending) {
    Suppression suppression = suppress();
    try {
      cells.end(nanos, ending.outcome(), ending.errorType());
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Returns the last published tick. Static: with a field an untimed call took 20 ns, not 14. */
  public static long coarseNanos() {
    return coarseNanos;
  }

  /** Publishes a tick. Called by one thread, before the first run goes untimed. */
  public static void tick(CoarseClock clock) {
    coarseNanos = clock.lastTick();
  }

  // ---- threads -------------------------------------------------------------------------------

  /** The value of the thread local of a platform thread. Written by that thread alone. */
  private static final class ThreadSlot {
    @Nullable ThreadCells cells;
    // true while the cells are made: plain, and put back without a call
    boolean making;
  }

  /** Returns the platform thread's cells in this registry; suppressed ones if it must not count. */
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
    return slot.making ? SUPPRESSED : make(slot, current);
  }

  private static ThreadCells make(ThreadSlot slot, Registry current) {
    slot.making = true;
    try {
      Thread thread = Thread.currentThread();
      boolean carrier = VIRTUAL != null && CarrierThreads.include(thread);
      ThreadCells found = carrier ? SUPPRESSED : current.cellsOf(thread);
      slot.cells = found;
      if (!carrier) {
        bringNear(found);
      }
      return found;
    } finally {
      slot.making = false;
    }
  }

  /** Puts the cells into {@link #CACHE}, unless another live thread has its own at that index. */
  private static void bringNear(ThreadCells found) {
    int place = cacheIndex(Thread.currentThread());
    ThreadCells there = CACHE[place];
    if (there == null || there.isGone()) {
      CACHE[place] = found;
    }
  }

  private static @Nullable ThreadCells own() {
    ThreadSlot slot = OWN.get();
    return slot == null ? null : slot.making ? SUPPRESSED : slot.cells;
  }

  static boolean isVirtual() {
    return VIRTUAL != null && VIRTUAL.isInstance(Thread.currentThread());
  }

  /** Returns true while nothing that this thread runs is counted. */
  public static boolean isSuppressed() {
    if (SecurityManagers.isInPlace()) {
      return true; // it would judge what a probe does as if the application did it
    }
    if (isVirtual()) {
      return SuppressedVirtualThreads.ALL.contains(Thread.currentThread());
    }
    Registry current = registry;
    ThreadCells own = current == null ? own() : own(current);
    return own != null && own.isSuppressed();
  }

  /** Returns the same as {@link #isSuppressed}, faster for a thread that has its cells. */
  static boolean isSuppressedNow() {
    ThreadCells own = cached();
    return own != null ? own.isSuppressed() : isSuppressed();
  }

  /**
   * Suppresses the current thread: nothing that it runs is counted until the caller writes 0 into
   * the suppressor of the result, in a finally block and without a call. Heddle's own threads never
   * write it.
   *
   * @return null if the thread is suppressed already, or counts nothing anyway
   */
  public static @Nullable Suppression suppress() {
    Registry current = registry;
    ThreadCells near = cached();
    if (near != null && current != null && near.belongsTo(current)) {
      return near.suppress(); // 4 ns less
    }
    if (isVirtual()) {
      return SuppressedVirtualThreads.ALL.suppress(Thread.currentThread());
    }
    ThreadCells own = current == null ? own() : own(current);
    return own == null ? null : own.suppress();
  }

  /**
   * Initialises the classes that the first run, and the first failed run, would load: such a run
   * may be deep in a stack that overflows, where a class whose initialiser fails is lost for ever.
   */
  public static void warmUp() {
    ProbeWarmUp.run();
  }

  /** Notifies the listeners of a JDK future that has its result, before its dependents run. */
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

  /** Returns the probe of an id. Bootstrap method of the constant that woven code holds. */
  public static Probe constant(MethodHandles.Lookup lookup, String name, Class<?> type, int id) {
    return at(id);
  }

  /** Returns the probe of an id, or one that counts nothing if the id is not in use. */
  public static Probe at(int id) {
    Probe found = probes.get(id);
    return found != null ? found : Silent.PROBE;
  }

  /**
   * Registers a probe and returns its id. The JVM keeps every constant that a class ever had: a
   * method has the same id at every other attachment, or its constant pool would grow with each.
   *
   * @param wanted any number that is always the same for the same method
   */
  public static synchronized int add(Probe probe, int wanted) {
    return set(probes.free(wanted, turn), probe);
  }

  /** Gives an id to another probe, of the same method woven again, and returns the id. */
  public static synchronized int set(int id, Probe probe) {
    probes = probes.with(id, probe); // volatile: code that has the id finds the probe
    return id;
  }

  /** Releases an id that no code uses any more: another probe may have it. */
  public static synchronized void remove(int id) {
    if (probes.get(id) != null) {
      probes = probes.with(id, null);
    }
  }

  /** Opens the bridge for the probes of this registry. */
  public static synchronized void open(Registry current) {
    registry = current;
  }

  /** Sets the task to run when the JVM ends, or null for none. */
  public static void atExit(@Nullable Runnable task) {
    lastTask = task;
  }

  /** Runs the task that {@link #atExit} has set, if any. */
  public static void exit() {
    Runnable task = lastTask;
    if (task != null) {
      task.run();
    }
  }

  /** Returns the registry that is counting now, or null if there is none. */
  public static @Nullable Registry registry() {
    return registry;
  }

  /**
   * Closes the bridge: runs in flight are ignored from here on, and nothing refers to Heddle's own
   * loader any more.
   */
  public static synchronized void close() {
    Registry current = registry;
    registry = null;
    lastTask = null;
    @Nullable Object[] all = probes.values();
    turn ^= 1;
    probes = new IdTable<>();
    for (Object probe : all) {
      if (probe instanceof Probe known) {
        known.release();
      }
    }
    if (current != null) {
      current.close();
    }
    Arrays.fill(CACHE, null);
    FutureTracker.close();
  }

  /** Records an error inside the advice; woven code calls this instead of throwing. */
  public static void swallowed(Throwable error) {
    Registry current = registry;
    if (current != null) {
      current.errors().add(error);
    }
  }

  /** Holds the probe that counts nothing, loaded only when woven code outlives its attachment. */
  private static final class Silent {
    static final Probe PROBE = Probe.silent();
  }
}
