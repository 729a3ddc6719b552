package io.heddle.registry.family;

import io.heddle.registry.snapshot.LabelSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A table of values by label set: a limited number of them, and one overflow value for all other
 * label sets. Thread-safe; a known label set is found without a lock.
 *
 * @param <V> the value of one label set
 */
public abstract class LabelTable<V> {
  /** The value of every label of the label set that takes what a full table cannot hold. */
  public static final String OVERFLOW = "_overflow_";

  private final String owner;
  private final List<String> labels;
  private volatile int limit;
  private final ConcurrentHashMap<List<String>, V> values = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final AtomicLong repaired = new AtomicLong();
  private final List<String> overflowValues;
  private volatile @Nullable V overflow;
  private volatile boolean full;

  /**
   * Creates an empty table.
   *
   * @param owner the family or metric in words, for messages
   * @param labels names of the labels
   * @param limit label sets besides the overflow one, at least 1
   */
  protected LabelTable(String owner, List<String> labels, int limit) {
    this.owner = owner;
    this.labels = List.copyOf(labels);
    this.limit = limit;
    this.overflowValues = Collections.nCopies(labels.size(), OVERFLOW);
  }

  /** Returns the value of a new label set. Called once for each, under the lock of this table. */
  protected abstract V create(LabelSet set);

  /**
   * Returns the value of these label values; the overflow value when there are too many.
   *
   * @param labelValues one for each label, never null
   */
  protected final V value(List<String> labelValues) {
    return value(labelValues, null);
  }

  /**
   * Returns the value of these label values; the overflow value when there is no place for them.
   *
   * @param share whose place a new label set takes; null: that of nobody
   */
  final V value(List<String> labelValues, @Nullable SeriesShare share) {
    V known = values.get(labelValues);
    return known != null ? known : newValue(labelValues, share);
  }

  /** Returns true if a new label set may have a place. Called under the lock of this table. */
  boolean admits(@Nullable SeriesShare share) {
    return true;
  }

  private V newValue(List<String> wanted, @Nullable SeriesShare share) {
    if (wanted.size() != labels.size()) {
      throw new IllegalArgumentException(
          owner + " has labels " + labels + ", not " + wanted.size());
    }
    boolean closed = full || (share != null && share.isClosed());
    V made = closed || isOverflow(wanted) ? null : make(wanted, share);
    if (made != null) {
      return made;
    }
    dropped.increment();
    // an application may use the very words of the overflow label set: no place was missing then
    if (share != null && !isOverflow(wanted)) {
      share.fold();
    }
    V known = overflow;
    return known != null ? known : makeOverflow();
  }

  /** Returns true for the value of the overflow label set. */
  @SuppressWarnings("ReferenceEquality") // values have no equality of their own
  protected final boolean isOverflowValue(V value) {
    return overflow == value;
  }

  /**
   * Returns true for the values of the overflow label set. An application may use the very words:
   * two series of the same labels break a scrape.
   */
  final boolean isOverflow(List<String> labelValues) {
    return !labelValues.isEmpty() && labelValues.equals(overflowValues);
  }

  private synchronized @Nullable V make(List<String> wanted, @Nullable SeriesShare share) {
    V known = values.get(wanted);
    if (known != null) {
      return known;
    }
    if (values.size() >= limit) {
      full = true;
      return null;
    }
    if (!admits(share)) {
      return null;
    }
    LabelSet set = LabelSet.of(labels, wanted);
    V made = create(set);
    int changed = set.repaired(wanted);
    repaired.addAndGet(changed);
    // keyed by the application's own values, which are found without a look at their characters
    values.put(changed == 0 ? set.values() : List.copyOf(wanted), made);
    if (share != null) {
      share.take();
    }
    return made;
  }

  private synchronized V makeOverflow() {
    V known = overflow;
    if (known == null) {
      known = create(new LabelSet(labels, overflowValues));
      overflow = known;
    }
    return known;
  }

  /** Returns true if the labels have these names, in this order. */
  public final boolean hasLabels(List<String> labelNames) {
    return labels.equals(labelNames);
  }

  /** Returns how often a label set found the table full. */
  public final long dropped() {
    return dropped.sum();
  }

  /** Returns the number of label values that had to be repaired. */
  public final long repaired() {
    return repaired.get();
  }

  /** Counts one label value that was repaired outside of this table. */
  final void countRepaired() {
    repaired.incrementAndGet();
  }

  /** Returns the number of label sets, the overflow one included. */
  public final int size() {
    return values.size() + (overflow == null ? 0 : 1);
  }

  /** Returns all values, the overflow value last. */
  protected final List<V> all() {
    List<V> all = new ArrayList<>(values.values());
    V last = overflow;
    if (last != null) {
      all.add(last);
    }
    return all;
  }

  /** Returns the number of characters of all label values, those of the overflow one included. */
  protected final long characters() {
    long characters = overflow == null ? 0 : (long) overflowValues.size() * OVERFLOW.length();
    for (List<String> known : values.keySet()) {
      for (int i = 0; i < known.size(); i++) {
        characters += known.get(i).length();
      }
    }
    return characters;
  }

  /**
   * Returns the maximum weight of a scrape of this table; parameters as for {@code Registry.weigh}.
   */
  public abstract long weigh(long perPoint, long perBucket, long perCharacter);

  /** Removes a value, which makes room for another label set. */
  final synchronized void remove(List<String> labelValues, V value) {
    values.remove(labelValues, value);
    if (isOverflowValue(value)) {
      overflow = null;
    }
    full = false;
  }

  /** Returns the label values and values as they are now and become, without the overflow value. */
  final Iterable<Map.Entry<List<String>, V>> entries() {
    return values.entrySet();
  }

  /** Returns the value of these label values if it has been created, or null. */
  final @Nullable V known(List<String> labelValues) {
    return values.get(labelValues);
  }

  /** Returns the values as they are now and become, without the overflow value. */
  final Collection<V> regular() {
    return values.values();
  }

  /** Returns the overflow value, or null if no label set needed it. */
  final @Nullable V overflow() {
    return overflow;
  }

  final List<String> labels() {
    return labels;
  }

  final int limit() {
    return limit;
  }

  /** Raises the limit; a lower one changes nothing. New label sets then find a place again. */
  public synchronized void raise(int labelSets) {
    if (labelSets > limit) {
      limit = labelSets;
      full = false;
    }
  }

  /** Returns the number of label sets that may still be created. */
  final int room() {
    return limit - values.size();
  }
}
