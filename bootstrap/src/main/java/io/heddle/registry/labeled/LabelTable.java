package io.heddle.registry.labeled;

import io.heddle.registry.family.RunFamily;
import io.heddle.registry.snapshot.LabelSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A table of values by label set of one metric: a limited number of them, and one overflow value
 * for all other label sets. Thread-safe.
 */
abstract class LabelTable<V> {
  private final String what;
  private final List<String> labels;
  private final int limit;
  private final ConcurrentHashMap<List<String>, V> values = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final List<String> overflowValues;
  private volatile @Nullable V overflow;
  private volatile boolean full;
  // guarded by this
  private long repaired;

  /**
   * Creates an empty table.
   *
   * @param what the metric in words, for messages
   */
  LabelTable(String what, List<String> labels, int limit) {
    this.what = what;
    this.labels = List.copyOf(labels);
    this.limit = limit;
    this.overflowValues = Collections.nCopies(labels.size(), RunFamily.OVERFLOW);
  }

  /** Makes the value of a new label set. */
  abstract V fresh(LabelSet set);

  /**
   * Returns the value of these label values; the overflow value when there are too many.
   *
   * @param labelValues one for each label
   */
  V at(List<String> labelValues) {
    V known = values.get(labelValues);
    return known != null ? known : newValue(labelValues);
  }

  private V newValue(List<String> wanted) {
    if (wanted.size() != labels.size()) {
      throw new IllegalArgumentException(what + " has labels " + labels + ", not " + wanted.size());
    }
    // an application may use the very words: two series of the same labels break a scrape
    boolean refused = full || (!wanted.isEmpty() && wanted.equals(overflowValues));
    V made = refused ? null : make(wanted);
    if (made != null) {
      return made;
    }
    dropped.increment();
    V known = overflow;
    return known != null ? known : makeOverflow();
  }

  private synchronized @Nullable V make(List<String> wanted) {
    V known = values.get(wanted);
    if (known != null) {
      return known;
    }
    if (values.size() >= limit) {
      full = true;
      return null;
    }
    LabelSet set = LabelSet.of(labels, wanted);
    V made = fresh(set);
    int changed = set.repaired(wanted);
    repaired += changed;
    // keyed by the application's own values, which are found without a look at their characters
    values.put(changed == 0 ? set.values() : List.copyOf(wanted), made);
    return made;
  }

  private synchronized V makeOverflow() {
    V known = overflow;
    if (known == null) {
      known = fresh(new LabelSet(labels, overflowValues));
      overflow = known;
    }
    return known;
  }

  /** Returns how often a label set found no place. */
  long dropped() {
    return dropped.sum();
  }

  /** Returns the number of label values that had to be repaired. */
  synchronized long repaired() {
    return repaired;
  }

  /**
   * Returns the weight of all label sets, without the overflow one.
   *
   * @param perPoint weight of each label set
   * @param perCharacter weight of each character of a label value
   */
  long weigh(long perPoint, long perCharacter) {
    long weight = 0;
    for (List<String> known : values.keySet()) {
      weight += perPoint;
      for (int i = 0; i < known.size(); i++) {
        weight += perCharacter * known.get(i).length();
      }
    }
    return weight;
  }

  boolean hasLabels(List<String> labelNames) {
    return labels.equals(labelNames);
  }

  /** Returns all values, the overflow value last. */
  List<V> all() {
    List<V> all = new ArrayList<>(values.values());
    V rest = overflow;
    if (rest != null) {
      all.add(rest);
    }
    return all;
  }
}
