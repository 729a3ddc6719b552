package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.time.CoarseClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A family of runs: its series by label values, at most {@code limits.series}. Thread-safe. */
public final class RunFamily extends LabelTable<Series> {
  /** The error type that stands for all after the first {@value #MAX_ERROR_TYPES}. */
  public static final String OTHER = "_other_";

  /** The name under which all packs and adapters share; no id of a rule is empty. */
  public static final String PACKS = "";

  private static final int MAX_ERROR_TYPES = 100;

  private final FamilySpec spec;
  private final String prefix;
  private final Budget budget;
  private final AtomicLong rejected;
  private final AtomicInteger slots;
  private final CoarseClock clock;
  // expected, by their woven methods, and never called; by the values of their labels, in their
  // order; guarded by this
  private final LinkedHashMap<List<String>, Expected> zeros = new LinkedHashMap<>();
  // by the name of their rule; guarded by this
  private final HashMap<String, SeriesShare> shares = new HashMap<>();
  private final List<String> outcomeNames;
  private final List<String> errorNames;
  private final Set<String> errorTypes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger unlisted = new AtomicInteger();
  private volatile @Nullable NestedRunRule parts;

  /** An expected series under which nothing was counted yet. Guarded by the family. */
  private static final class Expected {
    final Series series;
    int methods;

    Expected(Series series) {
      this.series = series;
    }
  }

  /** Creates a family without series. */
  public RunFamily(
      FamilySpec spec,
      String prefix,
      int limit,
      Budget budget,
      AtomicLong rejected,
      AtomicInteger slots,
      CoarseClock clock) {
    super("family '" + spec.name() + "'", spec.labels(), limit);
    this.slots = slots;
    this.clock = clock;
    this.spec = spec;
    this.prefix = prefix;
    this.budget = budget;
    this.rejected = rejected;
    this.outcomeNames = LabelSet.more(spec.labels(), "outcome");
    this.errorNames = LabelSet.more(spec.labels(), "error_type");
  }

  String prefix() {
    return prefix;
  }

  /** Returns the description of this family. */
  public FamilySpec spec() {
    return spec;
  }

  /**
   * Sets the rule by which runs that are part of others are counted separately, for {@link
   * MetricSink#part}. Called before the first run; null: there are no more such runs.
   */
  public void parts(@Nullable NestedRunRule judge) {
    parts = judge;
  }

  /** Returns the rule that decides which runs are part of others; null: none is. */
  public @Nullable NestedRunRule parts() {
    return parts;
  }

  /**
   * Returns the series of these label values; the overflow series once the family is full.
   *
   * @param values one for each label of the family, never null
   */
  public Series series(List<String> values) {
    return series(values, spec.rules() == 1 ? null : share(PACKS), CellArrays.EVER);
  }

  /**
   * Returns the series of these label values for a feeder, which may be taken back by {@link
   * #leave}.
   *
   * @param share of the rule that they belong to; null: it has none
   * @param feeder an array whose element is that array itself
   */
  public Series series(List<String> values, @Nullable SeriesShare share, Object[] feeder) {
    Series found = value(values, share);
    while (!found.feed(feeder)) {
      remove(values, found);
      found = value(values, share);
    }
    return found;
  }

  /** Returns the share of a rule, by its id; that of all packs is {@link #PACKS}. */
  public synchronized SeriesShare share(String rule) {
    SeriesShare known = shares.get(rule);
    if (known == null) {
      known = new SeriesShare();
      shares.put(rule, known);
    }
    return known;
  }

  /**
   * Returns true if a place is free that no other rule has for certain. Half of the places belong
   * to the rules evenly: a rule whose label sets are many cannot take those of one with a few,
   * however late that is called. To share all of them would leave most of them empty.
   */
  @Override
  boolean admits(@Nullable SeriesShare share) {
    int part = limit() / 2 / spec.rules();
    if (spec.rules() == 1 || (share != null && share.taken() < part)) {
      return true;
    }
    int kept = part * Math.max(0, spec.rules() - shares.size()); // for those that wove nothing yet
    for (SeriesShare other : shares.values()) {
      kept += other == share ? 0 : Math.max(0, part - other.taken());
    }
    boolean isFree = kept < room();
    if (!isFree && share != null) {
      share.close();
    }
    return isFree;
  }

  /**
   * Takes a feeder back. Series that have no other one are not exported any more.
   *
   * @param share of the rule that has ended; null: it had none
   */
  public void leave(Object[] feeder, @Nullable SeriesShare share) {
    for (Map.Entry<List<String>, Series> entry : entries()) {
      leave(entry.getKey(), entry.getValue(), feeder);
    }
    Series last = overflow();
    if (last != null) {
      leave(last.labels().values(), last, feeder);
    }
    synchronized (this) {
      if (share != null) {
        share.release();
      }
      for (SeriesShare other : shares.values()) {
        other.reopen();
      }
      for (Map.Entry<List<String>, Expected> zero : new ArrayList<>(zeros.entrySet())) {
        if (zero.getValue().series.leave(feeder)) {
          zeros.remove(zero.getKey());
        }
      }
    }
  }

  private void leave(List<String> values, Series one, Object[] feeder) {
    if (one.leave(feeder)) {
      remove(values, one);
      budget.giveBack(one.abandon());
    }
  }

  @Override
  public synchronized void raise(int labelSets) {
    super.raise(labelSets);
    for (SeriesShare share : shares.values()) {
      share.reopen();
    }
  }

  /** Returns the series of the zeros if these were exported, so that a scrape has one of them. */
  @Override
  protected Series create(LabelSet set) {
    Expected expected = zeros.remove(set.values());
    return expected == null ? new Series(this, set) : expected.series;
  }

  /**
   * Exports zeros for these label values from now on, as a woven method will count under them. A
   * scrape has as many zeros as there is room for beside called series; none of them takes a place.
   */
  public void expect(List<String> values) {
    expect(values, CellArrays.EVER);
  }

  /** Exports the same zeros for a feeder, which may be taken back by {@link #leave}. */
  public synchronized void expect(List<String> values, Object[] feeder) {
    Series known = known(values);
    if (known != null && known.feed(feeder)) {
      known.expect();
      return;
    }
    LabelSet set = LabelSet.of(labels(), values);
    Expected zero = zeros.get(set.values());
    if (zero == null) {
      if (zeros.size() >= limit() || isOverflow(values)) {
        return;
      }
      zero = new Expected(new Series(this, set));
      zero.series.expect();
      zeros.put(set.values(), zero);
    }
    zero.series.feed(feeder);
    zero.methods++;
  }

  /** Takes back one {@link #expect}: zeros without a woven method are not exported. */
  public synchronized void expectNoMore(List<String> values) {
    List<String> key = LabelSet.of(labels(), values).values();
    Expected zero = zeros.get(key);
    if (zero != null && --zero.methods <= 0) {
      zeros.remove(key);
    }
  }

  /** Returns the zeros that there is room for. */
  synchronized List<Series> zeros() {
    int room = Math.min(zeros.size(), room());
    List<Series> shown = new ArrayList<>(Math.max(0, room));
    for (Expected zero : zeros.values()) {
      if (shown.size() >= room) {
        break;
      }
      shown.add(zero.series);
    }
    return shown;
  }

  /** Returns the error type to count under: this one, or {@link #OTHER} after the first hundred. */
  String errorType(String wanted) {
    if (errorTypes.contains(wanted)) {
      return wanted;
    }
    if (errorTypes.size() >= MAX_ERROR_TYPES) {
      return OTHER; // without the lock: every run of a hundred and first kind comes here
    }
    synchronized (errorTypes) {
      if (errorTypes.size() >= MAX_ERROR_TYPES && !errorTypes.contains(wanted)) {
        return OTHER;
      }
      errorTypes.add(wanted);
      return wanted;
    }
  }

  /** Changes the number of open runs that are counted and not listed, as the list was full. */
  public void unlisted(int change) {
    unlisted.addAndGet(change);
  }

  boolean hasUnlisted() {
    return unlisted.get() > 0;
  }

  /** Returns true for the series that takes what the full family cannot hold. */
  public boolean isOverflow(Series candidate) {
    return candidate == overflow();
  }

  /** Returns the label names of completed runs, always the same instance. */
  List<String> outcomeNames() {
    return outcomeNames;
  }

  /** Returns the label names of errors, always the same instance. */
  List<String> errorNames() {
    return errorNames;
  }

  /** Returns every series under which a run may have been counted. */
  public List<Series> called() {
    return all();
  }

  CoarseClock clock() {
    return clock;
  }

  int nextSlot() {
    return slots.getAndIncrement();
  }

  BucketLayout grid() {
    return spec.grid();
  }

  Budget budget() {
    return budget;
  }

  AtomicLong rejected() {
    return rejected;
  }

  @Override
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    long perHistogram = grid().classicSize() * perBucket;
    int own = spec.tracked() ? 1 : 0;
    long weight = 0;
    for (Series one : all()) {
      int kinds = one.errorKinds();
      int outcomes = 1 + Math.min(PublishedSeries.BAD_OUTCOMES, kinds);
      int points = one.isExpected() ? 1 + PublishedSeries.BAD_OUTCOMES : outcomes;
      weight += (2 + own + points + kinds) * perPoint;
      weight += outcomes * (perHistogram + one.labels().length() * perCharacter);
    }
    for (Series zero : zeros()) {
      weight += (3 + own + PublishedSeries.BAD_OUTCOMES) * perPoint;
      weight += perHistogram + zero.labels().length() * perCharacter;
    }
    return parts == null ? weight : 2 * weight;
  }

  /**
   * Hands over the metrics of this family, without empty ones. The data of one label set is of one
   * instant; the lock is held for some label sets at a time.
   *
   * @param oldest when the oldest run in flight of each series began, by {@link System#nanoTime}
   */
  public void scrape(ReentrantLock lock, Map<Series, Long> oldest, MetricSink sink)
      throws IOException {
    FamilyReading reading = new FamilyReading(this, oldest);
    read(lock, regular().iterator(), reading, sink);
    read(lock, List.copyOf(reading.zeros).iterator(), reading, sink);
    Series last = overflow();
    if (last != null) {
      lock.lock();
      try {
        last.read(reading);
      } finally {
        lock.unlock();
      }
    }
    reading.passRest(sink);
  }

  private static void read(
      ReentrantLock lock, Iterator<Series> rest, FamilyReading reading, MetricSink sink)
      throws IOException {
    while (rest.hasNext()) {
      lock.lock();
      try {
        while (rest.hasNext() && reading.durations.size() < MetricSink.HISTOGRAMS) {
          Series next = rest.next();
          reading.zeros.remove(next);
          next.read(reading);
        }
      } finally {
        lock.unlock();
      }
      reading.passDurations(sink);
    }
  }
}
