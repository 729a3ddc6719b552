package io.heddle.api;

import org.jspecify.annotations.Nullable;

/**
 * The handles of one metric by their label values, so that {@code labels} finds a handle and does
 * not make one. Bounded: where there is no room a handle takes the place of another, which stays
 * valid. Thread-safe; found without a lock, and nothing is allocated for that.
 *
 * <p>A text is compared by identity first: most applications hand over the same object again.
 */
final class HandleCache {
  private static final int LEAST = 8;

  // twice the default of limits.series: the agent folds what is more into one
  private static final int MOST = 4096;

  /** Places, beginning with the one that the hash says, in which a handle may be. */
  private static final int REACH = 4;

  /** Maximum length of a text that is kept alive here. */
  private static final int LONGEST = 256;

  private final int labels;
  // plain: what is read of a handle here is final, and who reads an old table makes a handle
  private @Nullable Metric[] table = new Metric[1];
  // guarded by this
  private int count;

  /** Creates an empty cache for a metric with so many labels. */
  HandleCache(int labels) {
    this.labels = labels;
  }

  /** Returns the number of labels; all handles here have as many values. */
  int labels() {
    return labels;
  }

  /** Returns the handle with this value, or null if it is not here; of a metric with one label. */
  @Nullable Metric find(String first) {
    @Nullable Metric[] known = table;
    int home = spread(first.hashCode());
    for (int i = 0; i < REACH; i++) {
      Metric there = known[(home + i) & (known.length - 1)];
      if (there == null) {
        return null;
      }
      if (isSame(there.values[0], first)) {
        return there;
      }
    }
    return null;
  }

  /** Returns the handle with these values, or null if it is not here; of one with two labels. */
  @Nullable Metric find(String first, String second) {
    @Nullable Metric[] known = table;
    int home = spread(31 * first.hashCode() + second.hashCode());
    for (int i = 0; i < REACH; i++) {
      Metric there = known[(home + i) & (known.length - 1)];
      if (there == null) {
        return null;
      }
      if (isSame(there.values[0], first) && isSame(there.values[1], second)) {
        return there;
      }
    }
    return null;
  }

  /** Returns the handle with these values, one for each label, or null if it is not here. */
  @Nullable Metric find(@Nullable String... values) {
    @Nullable Metric[] known = table;
    int home = home(values);
    for (int i = 0; i < REACH; i++) {
      Metric there = known[(home + i) & (known.length - 1)];
      if (there == null) {
        return null;
      }
      if (areSame(there.values, values)) {
        return there;
      }
    }
    return null;
  }

  private static boolean areSame(String[] known, @Nullable String... wanted) {
    for (int i = 0; i < known.length; i++) {
      if (!isSame(known[i], Metric.text(wanted[i]))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // identity first, see above
  private static boolean isSame(String known, String wanted) {
    return known == wanted || known.equals(wanted);
  }

  private static int home(@Nullable String... values) {
    int hash = 0;
    for (String value : values) {
      hash = 31 * hash + Metric.text(value).hashCode();
    }
    return spread(hash);
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  /** Keeps a handle; returns the one that is here already if there is one with its values. */
  synchronized Metric keep(Metric fresh) {
    Metric known = find(fresh.values);
    if (known != null) {
      return known;
    }
    for (String value : fresh.values) {
      if (value.length() > LONGEST) {
        return fresh;
      }
    }
    if (2 * (count + 1) > table.length && table.length < MOST) {
      widen();
    }
    count += put(table, fresh);
    return fresh;
  }

  private void widen() {
    @Nullable Metric[] wider = new Metric[Math.max(LEAST, 2 * table.length)];
    int moved = 0;
    for (Metric one : table) {
      moved += one == null ? 0 : put(wider, one);
    }
    table = wider;
    count = moved;
  }

  /** Puts a handle near its home, or in place of the one at home; returns how many more it made. */
  private static int put(@Nullable Metric[] into, Metric one) {
    int home = home(one.values);
    for (int i = 0; i < REACH; i++) {
      int place = (home + i) & (into.length - 1);
      if (into[place] == null) {
        into[place] = one;
        return 1;
      }
    }
    into[home & (into.length - 1)] = one;
    return 0;
  }
}
