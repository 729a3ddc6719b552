package io.heddle.probe.id;

import org.jspecify.annotations.Nullable;

/**
 * A table by ids that are not dense, as they are the same at every other attachment: with open
 * addressing. Read by any thread; changed under the lock of its owner, who then publishes the table
 * that a change returns.
 *
 * @param <T> what has the ids
 */
public final class IdTable<T> {
  private static final int SMALLEST = 64;
  private static final int GOLDEN = 0x9E3779B9;

  /** The ids of one attachment are even, those of the next are odd. */
  private static final int STEP = 2;

  // its length is a power of two; 0: free
  private final int[] ids;
  private final @Nullable Object[] values;
  private final int shift;
  private int taken;

  /** Creates an empty table. */
  public IdTable() {
    this(SMALLEST);
  }

  private IdTable(int size) {
    this.ids = new int[size];
    this.values = new Object[size];
    this.shift = Integer.numberOfLeadingZeros(size) + 1;
  }

  /** Returns what has an id, or null. */
  @SuppressWarnings("unchecked") // with() takes no other values
  public @Nullable T get(int id) {
    int at = place(id);
    return ids[at] == id ? (T) values[at] : null;
  }

  /** Returns the place of an id, or the free one that it would have. */
  private int place(int id) {
    int at = (id * GOLDEN) >>> shift;
    while (ids[at] != id && ids[at] != 0) {
      at = (at + 1) & (ids.length - 1);
    }
    return at;
  }

  /**
   * Returns the first id that is free.
   *
   * @param wanted where to look first: always the same for what shall have the same id
   * @param turn 0 or 1, another one at the next attachment
   */
  public int free(int wanted, int turn) {
    int id = ((wanted << 1) & Integer.MAX_VALUE) | turn;
    while (id == 0 || get(id) != null) {
      id = (id + STEP) & Integer.MAX_VALUE;
    }
    return id;
  }

  /** Gives an id to something, or to nothing, and returns the table to use from now on. */
  public IdTable<T> with(int id, @Nullable T value) {
    int at = place(id);
    if (ids[at] == 0 && 2 * taken >= ids.length) {
      return wider().with(id, value);
    }
    values[at] = value;
    if (ids[at] == 0) {
      ids[at] = id; // after its value: a reader may be here
      taken++;
    }
    return this;
  }

  private IdTable<T> wider() {
    int live = 0;
    for (Object value : values) {
      live += value == null ? 0 : 1;
    }
    // ids of nothing are left out: it may be as wide as before
    IdTable<T> wider = new IdTable<>(4 * live > ids.length ? 2 * ids.length : ids.length);
    for (int i = 0; i < ids.length; i++) {
      T value = ids[i] == 0 ? null : get(ids[i]);
      if (value != null) {
        wider.with(ids[i], value);
      }
    }
    return wider;
  }

  /** Returns what has ids, with nulls in between. */
  public @Nullable Object[] values() {
    return values.clone();
  }
}
