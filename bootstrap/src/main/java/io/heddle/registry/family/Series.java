package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.LabelSet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One label set of a {@link RunFamily} and everything that is counted under it. Thread-safe. */
public final class Series implements ReadPoints.Owner {
  // an AtomicReferenceArray does the same through a handle of its own, but weaving java.util resets
  // that class, and the JDK links its calls again with collections that are woven by then
  private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(Cells[].class);
  private static final VarHandle STRIPES = field("stripes", Cells[].class);
  private static final VarHandle OWNED = field("owned", Cells[].class);
  private static final VarHandle FAILURES = field("failures", ConcurrentHashMap.class);

  private static final int STRIPE_COUNT = CellArrays.stripeCount();

  private final RunFamily family;
  private final LabelSet labels;
  private volatile int slot = -1;
  // made when they are needed, and without a lock: a thread may come here with a full stack. A set
  // and a map from the start took 264 bytes a label set
  private volatile @Nullable Cells @Nullable [] stripes;
  private volatile Cells[] owned = CellArrays.NONE;
  private volatile @Nullable ConcurrentHashMap<List<String>, Failures> failures;

  private final long createdMillis = System.currentTimeMillis();
  // true once a woven method feeds this series alone: outcomes that did not occur yet read 0
  private volatile boolean expected;
  // the rules that count here, see CellArrays
  private volatile Object @Nullable [] feeders;
  private volatile int interval;
  // of the governor's thread
  private long takenCompleted;

  private final PublishedSeries published;
  // runs that are part of others: the same label set once more, made by the first of them
  private volatile @Nullable Series part;

  Series(RunFamily family, LabelSet labels) {
    this.family = family;
    this.labels = labels;
    this.published = new PublishedSeries(this);
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Series.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Returns the family that this series belongs to. */
  public RunFamily family() {
    return family;
  }

  /** Returns the labels, always the same instance. */
  @Override
  public LabelSet labels() {
    return labels;
  }

  /** Exports the series from now on even if nothing was counted. */
  void expect() {
    expected = true;
  }

  boolean isExpected() {
    return expected;
  }

  /** Notes a feeder; returns false if the series has left its family: another is in its place. */
  boolean feed(Object[] feeder) {
    Object[] known = feeders;
    return known == feeder || known == CellArrays.EVER || join(feeder) != CellArrays.GONE;
  }

  private synchronized Object[] join(Object[] feeder) {
    Object[] joined = CellArrays.joined(feeders, feeder);
    feeders = joined;
    return joined;
  }

  /** Takes a feeder back; returns true if the series leaves its family with it. */
  synchronized boolean leave(Object[] feeder) {
    boolean before = isGone();
    feeders = CellArrays.left(feeders, feeder);
    return !before && isGone();
  }

  /** Returns true once the series has left its family: what is counted here is not read. */
  public boolean isGone() {
    return feeders == CellArrays.GONE;
  }

  /** Returns the index of this series in the tables of threads; -1: threads own no cells of it. */
  public int slot() {
    return slot;
  }

  /** Gives this series a slot, so that threads may own cells of it. Not on the hot path. */
  public synchronized int claimSlot() {
    // where a rule judges each run, no thread owns cells
    if (slot < 0 && family.parts() == null) {
      slot = family.nextSlot();
    }
    return slot;
  }

  BucketLayout grid() {
    return family.grid();
  }

  /**
   * Returns {@link #shared} cells for a run that begins now on this thread: separate ones for a
   * part.
   */
  public Cells begin() {
    NestedRunRule judge = family.parts();
    return judge != null && judge.isPart(labels) ? part().shared() : shared();
  }

  /** Returns cells for runs that are part of others, without a call of the family's rule. */
  public Cells partial() {
    return part().shared();
  }

  private Series part() {
    Series known = part;
    return known != null ? known : makePart();
  }

  private synchronized Series makePart() {
    Series known = part;
    if (known == null) {
      known = new Series(family, labels);
      part = known;
    }
    return known;
  }

  /** Returns cells that any thread may write; a run in them may end on another thread. */
  public Cells shared() {
    int stripe = CellArrays.spread(Thread.currentThread().getId()) & (STRIPE_COUNT - 1);
    Cells cells = stripe(stripe);
    return cells != null ? cells : newStripe(stripe);
  }

  /** Reads a stripe; acquire: a thread that sees the cells sees what they were made of. */
  private @Nullable Cells stripe(int index) {
    @Nullable Cells[] made = stripes;
    return made == null ? null : (Cells) STRIPE.getAcquire(made, index);
  }

  private Cells newStripe(int stripe) {
    Budget budget = family.budget();
    long bytes = Cells.initialBytes(grid());
    if (!budget.take(bytes)) {
      // beyond limits.cells every thread shares the first stripe: slower, still exact
      return lastResort();
    }
    return install(stripe, bytes);
  }

  /**
   * Returns the first stripe, which takes what the budget has no room for or ended threads left.
   */
  Cells lastResort() {
    Cells first = stripe(0);
    if (first != null) {
      return first;
    }
    long bytes = Cells.initialBytes(grid());
    family.budget().force(bytes);
    return install(0, bytes);
  }

  private Cells install(int stripe, long bytes) {
    Cells fresh = new Cells(this, false, family.budget());
    @Nullable Cells[] made = stripes;
    if (made == null) {
      made = new Cells[STRIPE_COUNT];
      Object first = STRIPES.compareAndExchange(this, (Cells[]) null, made);
      made = first == null ? made : (Cells[]) first;
    }
    Object before = STRIPE.compareAndExchange(made, stripe, (Cells) null, fresh);
    if (before != null) {
      family.budget().giveBack(bytes);
      return (Cells) before;
    }
    return fresh;
  }

  /**
   * Sets how many runs there are for each timed one, on average, from now on. Called by one thread,
   * again while the number is above 1: a thread may overwrite what this writes.
   *
   * @param wanted 1: every run is timed; at most 2^20. Runs that do not begin with {@link
   *     Cells#nextIsTimed} are timed anyway
   */
  public void interval(int wanted) {
    interval = wanted;
    for (Cells cells : cells()) {
      cells.interval(wanted);
    }
  }

  /** Returns the last {@link #interval(int)}; 0 if there was none: every run is timed. */
  public int interval() {
    return interval;
  }

  /** Returns the number of completed runs. Under the scrape lock it never falls. */
  public long completed() {
    long sum = 0;
    for (Cells cells : cells()) {
      sum += cells.completed();
    }
    return sum;
  }

  /** Returns the number of runs completed since the last call. Called by one thread. */
  public long takeCompleted() {
    long now = completed();
    // while the counts of an ended thread are folded, some are in neither place, or in both
    long fresh = Math.max(0, now - takenCompleted);
    takenCompleted = now;
    return fresh;
  }

  /**
   * Returns how many of the {@link #completed} runs were not timed. Under the scrape lock it never
   * falls.
   */
  public long untimed() {
    long sum = 0;
    for (Cells cells : cells()) {
      sum += cells.untimed();
    }
    return sum;
  }

  /** Returns new cells for one thread alone, or null beyond {@code limits.cells}. */
  public @Nullable Cells newOwned() {
    Budget budget = family.budget();
    if (!budget.take(Cells.initialBytes(grid()))) {
      return null;
    }
    Cells cells = new Cells(this, true, budget);
    Cells[] before = owned;
    while (!replaceOwned(before, CellArrays.with(before, cells))) {
      before = owned;
    }
    return cells;
  }

  /** Links the handle in one place, which {@code ProbeWarmUp} reaches. */
  private boolean replaceOwned(Cells[] before, Cells[] after) {
    return OWNED.compareAndSet(this, before, after);
  }

  /** Takes cells out of those that threads own; returns false if they are not among them. */
  private boolean disown(Cells cells) {
    while (true) {
      Cells[] before = owned;
      Cells[] after = CellArrays.without(before, cells);
      if (after == before) {
        return false;
      }
      if (replaceOwned(before, after)) {
        return true;
      }
    }
  }

  /** Folds the cells of a thread that has ended into the totals. Under the scrape lock. */
  public void retire(Cells cells) {
    if (disown(cells)) {
      lastResort().fold(cells);
      family.budget().giveBack(cells.bytes());
    }
  }

  Failures failures(Outcome outcome, String errorType) {
    return failures(outcome, errorType, 0);
  }

  /**
   * Returns the failures of this kind, made at the first call.
   *
   * @param createdMillis before the first run that ended so; 0: it ends now
   */
  Failures failures(Outcome outcome, String errorType, long createdMillis) {
    String known = family.errorType(errorType);
    List<String> key = List.of(outcome.label(), known);
    ConcurrentHashMap<List<String>, Failures> kinds = failures;
    if (kinds == null) {
      kinds = makeFailures();
    }
    Failures found = kinds.get(key);
    if (found != null) {
      return found;
    }
    long created = createdMillis > 0 ? createdMillis : System.currentTimeMillis();
    Failures fresh = new Failures(outcome, known, grid(), family.budget(), created);
    Failures before = kinds.putIfAbsent(key, fresh);
    if (before != null) {
      return before;
    }
    family.budget().force(BucketCounts.bytes(grid()));
    return fresh;
  }

  private ConcurrentHashMap<List<String>, Failures> makeFailures() {
    ConcurrentHashMap<List<String>, Failures> fresh = new ConcurrentHashMap<>(2);
    FAILURES.compareAndSet(this, (ConcurrentHashMap<?, ?>) null, fresh);
    return Objects.requireNonNull(failures);
  }

  /** Returns the number of kinds of errors, those of each outcome counted separately. */
  int errorKinds() {
    return failures().size();
  }

  /** Counts an impossible duration and returns the one to use instead. */
  long reject() {
    family.rejected().incrementAndGet();
    return 0;
  }

  /** Lets go of the cells, which are not read any more, and returns the bytes that they took. */
  long abandon() {
    Series parts = part;
    long bytes = parts == null ? 0 : parts.abandon();
    for (Cells cells : cells()) {
      bytes += cells.bytes();
    }
    for (Failures kind : failures()) {
      bytes += kind.bytes(grid());
    }
    owned = CellArrays.NONE; // threads that end do not give them back again
    return bytes;
  }

  /** Returns every kind of error that there was, those of each outcome separately. */
  Collection<Failures> failures() {
    ConcurrentHashMap<List<String>, Failures> kinds = failures;
    return kinds == null ? List.of() : kinds.values();
  }

  /** Returns the series of the runs that are part of others; null while there is none. */
  @Nullable Series parts() {
    return part;
  }

  /** Returns the time when the series began, in milliseconds since 1970. */
  @Override
  public long createdMillis() {
    return createdMillis;
  }

  /** Returns what scrapes have shown of this series. Under the scrape lock. */
  PublishedSeries published() {
    return published;
  }

  /** Adds the five series at this moment. Under the scrape lock. */
  void read(FamilyReading into) {
    published.read(into);
  }

  private List<Cells> cells() {
    List<Cells> all = new ArrayList<>();
    gather(all);
    return all;
  }

  /** Replaces the content of the list with the cells of this series. */
  void gather(List<Cells> all) {
    all.clear();
    for (Cells cells : owned) {
      all.add(cells);
    }
    for (int i = 0; i < STRIPE_COUNT; i++) {
      Cells cells = stripe(i);
      if (cells != null) {
        all.add(cells);
      }
    }
  }
}
