package io.heddle.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One label set of a {@link RunFamily} and everything that is counted under it. Thread-safe. */
public final class Series {
  private static final int MAX_STRIPES = 8;
  // an AtomicReferenceArray does the same through a handle of its own, but weaving java.util resets
  // that class, and the JDK links its calls again with collections that are woven by then
  private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(Cells[].class);
  private static final Outcome[] BAD = {Outcome.FAILURE, Outcome.CANCELED, Outcome.TIMEOUT};
  private static final Map<String, Long> NONE = Map.of();

  /** How many outcomes a run may have that are no success. */
  static final int BAD_OUTCOMES = BAD.length;

  private final RunFamily family;
  private final LabelSet labels;
  private volatile int slot = -1;
  private final @Nullable Cells[] stripes = new Cells[stripeCount()];
  private final Set<Cells> owned = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<List<String>, Failures> failures = new ConcurrentHashMap<>(2);

  // runs that are part of others: the same label set once more, made by the first of them
  private volatile @Nullable Series part;

  // guarded by the scrape lock of the registry
  private long publishedStarted;
  private long completedNow;
  private final Map<Outcome, LabelSet> byOutcome = new EnumMap<>(Outcome.class);
  private final Map<String, LabelSet> byErrorType = new LinkedHashMap<>();

  Series(RunFamily family, LabelSet labels) {
    this.family = family;
    this.labels = labels;
  }

  private static int stripeCount() {
    int wanted = Math.min(MAX_STRIPES, 2 * Runtime.getRuntime().availableProcessors());
    return Integer.highestOneBit(wanted);
  }

  /** The family that this series belongs to. */
  public RunFamily family() {
    return family;
  }

  /** The labels; the same instance for ever. */
  public LabelSet labels() {
    return labels;
  }

  /** Where a thread's own cells of this series lie in its table; -1: it has none. */
  public int slot() {
    return slot;
  }

  /** Gives this series a slot, so that threads may own cells of it. Not on the hot path. */
  public synchronized int claimSlot() {
    // where each run is asked what it is, no thread counts by itself
    if (slot < 0 && family.parts() == null) {
      slot = family.nextSlot();
    }
    return slot;
  }

  Grid grid() {
    return family.grid();
  }

  /**
   * Cells for a run that begins now on this thread, {@link #shared} ones: apart if it is a part.
   */
  public Cells begin() {
    Parts judge = family.parts();
    return judge != null && judge.isPart(labels) ? part().shared() : shared();
  }

  /** Cells for runs that are part of others, whatever is said of them when they begin. */
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

  /**
   * Cells that any thread may write, and in which a run may end on another thread than it began.
   */
  public Cells shared() {
    int stripe = spread(Thread.currentThread().getId()) & (stripes.length - 1);
    Cells cells = stripe(stripe);
    return cells != null ? cells : newStripe(stripe);
  }

  /** Acquire: whoever sees the cells sees what they were made of. */
  private @Nullable Cells stripe(int index) {
    return (Cells) STRIPE.getAcquire(stripes, index);
  }

  private static int spread(long threadId) {
    int hash = Long.hashCode(threadId) * 0x9E3779B9;
    return hash >>> 16;
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

  /** The first stripe, which takes what the budget has no room for, and what dead threads left. */
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
    Budget budget = family.budget();
    Cells fresh = new Cells(this, false, budget);
    Object before = STRIPE.compareAndExchange(stripes, stripe, (Cells) null, fresh);
    if (before != null) {
      budget.giveBack(bytes);
      return (Cells) before;
    }
    return fresh;
  }

  /** Cells for one thread alone, or null beyond {@code limits.cells}. */
  @Nullable Cells newOwned() {
    Budget budget = family.budget();
    if (!budget.take(Cells.initialBytes(grid()))) {
      return null;
    }
    Cells cells = new Cells(this, true, budget);
    owned.add(cells);
    return cells;
  }

  /** Folds the cells of a thread that has ended into the totals. Under the scrape lock. */
  void retire(Cells cells) {
    if (owned.remove(cells)) {
      lastResort().fold(cells);
      family.budget().giveBack(cells.bytes());
    }
  }

  Failures failures(Outcome outcome, String errorType) {
    String known = family.errorType(errorType);
    List<String> key = List.of(outcome.label(), known);
    Failures found = failures.get(key);
    if (found != null) {
      return found;
    }
    Failures fresh = new Failures(outcome, known, grid(), family.budget());
    Failures before = failures.putIfAbsent(key, fresh);
    if (before != null) {
      return before;
    }
    family.budget().force(Buckets.bytes(grid()));
    return fresh;
  }

  /** How many kinds of errors there were, those of each outcome apart. */
  int errorKinds() {
    return failures.size();
  }

  /** Counts a duration that cannot be; returns what to use instead. */
  long reject() {
    family.rejected().incrementAndGet();
    return 0;
  }

  /** Adds the five series at this moment. Under the scrape lock. */
  void read(RunFamily.Reading into) {
    // cells that come into being from here on hold runs that begin after this scrape
    gather(into.cells);
    Series apart = part;
    if (apart != null) {
      apart.gather(into.partCells);
    }
    long completed = readFailures(into, apart) + complete(into, apart, Outcome.SUCCESS, NONE, NONE);
    // all buckets before all that is in flight
    long started = publishStarted(into.cells);
    if (apart != null) {
      long startedApart = apart.publishStarted(into.partCells);
      started += startedApart;
      into.parts.started(labels, startedApart, apart.completedNow);
    }
    if (started > 0) {
      into.started.add(new Point(labels, started));
      into.inFlight.add(new Point(labels, (double) (started - completed)));
    }
  }

  private void gather(List<Cells> all) {
    all.clear();
    all.addAll(owned);
    for (int i = 0; i < stripes.length; i++) {
      Cells cells = stripe(i);
      if (cells != null) {
        all.add(cells);
      }
    }
    completedNow = 0;
    countLost(all);
  }

  /**
   * Runs that ended between the two passes are in neither. They were in flight during the first,
   * which is the moment that a scrape shows.
   */
  private long publishStarted(List<Cells> all) {
    long inFlight = 0;
    for (Cells cells : all) {
      inFlight += cells.inFlight();
    }
    publishedStarted = Math.max(publishedStarted, completedNow + Math.max(0, inFlight));
    return publishedStarted;
  }

  private void countLost(List<Cells> all) {
    long lost = 0;
    for (Cells cells : all) {
      lost += cells.takeLost();
    }
    if (lost > 0) {
      failures(Outcome.FAILURE, "StackOverflowError").addLost(lost);
    }
  }

  private long readFailures(RunFamily.Reading into, @Nullable Series apart) {
    if (failures.isEmpty() && (apart == null || apart.failures.isEmpty())) {
      return 0;
    }
    Map<String, Long> own = new LinkedHashMap<>();
    Map<String, Long> ofParts = new LinkedHashMap<>();
    long total = 0;
    for (Outcome outcome : BAD) {
      total += complete(into, apart, outcome, own, ofParts);
    }
    for (Map.Entry<String, Long> error : ofParts.entrySet()) {
      into.parts.errors(errorLabels(error.getKey()), error.getValue());
      add(own, error.getKey(), error.getValue());
    }
    for (Map.Entry<String, Long> error : own.entrySet()) {
      if (error.getValue() > 0) {
        into.errors.add(new Point(errorLabels(error.getKey()), error.getValue()));
      }
    }
    return total;
  }

  /** Publishes one outcome, parts included, and returns how many there are. */
  private long complete(
      RunFamily.Reading into,
      @Nullable Series apart,
      Outcome outcome,
      Map<String, Long> errors,
      Map<String, Long> partErrors) {
    CountsRange counts = into.counts;
    long nanos = 0;
    if (apart != null) {
      nanos = apart.addTo(counts, outcome, into.partCells, partErrors);
      if (counts.total() > 0) {
        into.parts.complete(outcomeLabels(outcome), counts, nanos);
      }
    }
    nanos += addTo(counts, outcome, into.cells, errors);
    return counts.total() == 0 ? 0 : into.complete(outcomeLabels(outcome), nanos);
  }

  /** Gathers the runs of one outcome and returns how long they took. */
  private long addTo(
      CountsRange counts, Outcome outcome, List<Cells> all, Map<String, Long> errors) {
    long before = counts.total();
    long nanos = 0;
    if (outcome == Outcome.SUCCESS) {
      for (Cells cells : all) {
        nanos += cells.successNanos();
        cells.addSuccessTo(counts);
      }
    } else {
      for (Failures kind : failures.values()) {
        if (kind.outcome() == outcome) {
          nanos += kind.nanos();
          add(errors, kind.errorType(), kind.addTo(counts));
        }
      }
    }
    completedNow += counts.total() - before;
    return nanos;
  }

  private static void add(Map<String, Long> errors, String errorType, long count) {
    Long before = errors.get(errorType);
    errors.put(errorType, before == null ? count : before + count);
  }

  private LabelSet outcomeLabels(Outcome outcome) {
    LabelSet known = byOutcome.get(outcome);
    if (known == null) {
      known = labels.with("outcome", outcome.label());
      byOutcome.put(outcome, known);
    }
    return known;
  }

  private LabelSet errorLabels(String errorType) {
    LabelSet known = byErrorType.get(errorType);
    if (known == null) {
      known = labels.with("error_type", errorType);
      if (!LabelText.wellFormed(errorType).equals(errorType)) {
        family.repaired().incrementAndGet();
      }
      byErrorType.put(errorType, known);
    }
    return known;
  }
}
