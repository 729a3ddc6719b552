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

  /** How many outcomes a run may have that are no success. */
  static final int BAD_OUTCOMES = BAD.length;

  private final RunFamily family;
  private final LabelSet labels;
  private volatile int slot = -1;
  private final @Nullable Cells[] stripes = new Cells[stripeCount()];
  private final Set<Cells> owned = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<List<String>, Failures> failures = new ConcurrentHashMap<>(2);

  // guarded by the scrape lock of the registry
  private long publishedStarted;
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
    if (slot < 0) {
      slot = family.nextSlot();
    }
    return slot;
  }

  Grid grid() {
    return family.grid();
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
    List<Cells> all = into.cells;
    all.clear();
    all.addAll(owned);
    for (int i = 0; i < stripes.length; i++) {
      Cells cells = stripe(i);
      if (cells != null) {
        all.add(cells);
      }
    }
    countLost(all);
    long completed = (failures.isEmpty() ? 0 : readFailures(into)) + readSuccess(into);
    long inFlight = 0;
    for (Cells cells : all) {
      inFlight += cells.inFlight();
    }
    // Runs that ended between the two passes are in neither. They were in flight during the first,
    // which is the moment that this scrape shows.
    publishedStarted = Math.max(publishedStarted, completed + Math.max(0, inFlight));
    if (publishedStarted > 0) {
      into.started.add(new Point(labels, publishedStarted));
      into.inFlight.add(new Point(labels, (double) (publishedStarted - completed)));
    }
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

  private long readSuccess(RunFamily.Reading into) {
    long nanos = 0;
    for (Cells cells : into.cells) {
      nanos += cells.successNanos();
      cells.addSuccessTo(into.counts);
    }
    return publish(into, Outcome.SUCCESS, nanos);
  }

  private long readFailures(RunFamily.Reading into) {
    Map<String, Long> errors = new LinkedHashMap<>();
    long total = 0;
    for (Outcome outcome : BAD) {
      long nanos = 0;
      for (Failures kind : failures.values()) {
        if (kind.outcome() == outcome) {
          nanos += kind.nanos();
          long count = kind.addTo(into.counts);
          Long before = errors.get(kind.errorType());
          errors.put(kind.errorType(), before == null ? count : before + count);
        }
      }
      total += publish(into, outcome, nanos);
    }
    for (Map.Entry<String, Long> error : errors.entrySet()) {
      if (error.getValue() > 0) {
        into.errors.add(new Point(errorLabels(error.getKey()), error.getValue()));
      }
    }
    return total;
  }

  /** Turns the gathered counts into one outcome and returns how many there are. */
  private long publish(RunFamily.Reading into, Outcome outcome, long nanos) {
    return into.counts.total() == 0 ? 0 : into.complete(outcomeLabels(outcome), nanos);
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
