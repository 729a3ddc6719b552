package io.heddle.registry;

import io.heddle.registry.family.Budget;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one thread for one woven method whose labels come from its calls, found by one or
 * two texts. Written and read by that thread alone, while it is suppressed: a text's own methods
 * may be woven. Others read it once the thread has ended.
 *
 * <p>A text is compared by identity first: most applications hand over the same object again, and
 * 15 ns are all that a look-up may take. A list of the texts as the key of a map, which this
 * replaced, took 190 ns and 240 bytes a call.
 *
 * <p>The table has at most {@value #MOST} places and is at most half full. A thread that meets more
 * label sets counts the others in cells that threads share.
 */
final class LabelCells {
  private static final int MOST = 4096;
  private static final int LEAST = 8;

  /** Bytes of a place: three references and a counter. */
  private static final int PLACE_BYTES = 3 * 4 + 4;

  /** Bytes of a text besides its characters, of two bytes at most. */
  private static final int TEXT_BYTES = 56;

  /**
   * Calls of one thread with one label set that are counted in shared cells before the thread gets
   * cells of its own, of some 600 bytes: a thread that serves one request needs none.
   */
  private static final int SHARED_CALLS = 16;

  private static final int SETTLED = -1;

  /**
   * Maximum distance of a new place from the one that the hash says: texts may be chosen to meet.
   */
  private static final int MOST_DISTANCE = 16;

  private static final int NO_PLACE = Integer.MIN_VALUE;

  private final Budget budget;
  private @Nullable String[] firsts = {};
  private @Nullable String[] seconds = {};
  private @Nullable Cells[] cells = {};
  // calls that were counted in shared cells; SETTLED: these cells are to stay
  private int[] calls = {};
  private int count;
  // the largest distance of any place from the one that its hash says
  private int reach;
  private long textBytes;

  LabelCells(Budget budget) {
    this.budget = budget;
  }

  /** Returns the cells of these texts; null if they are unknown, or shared for the time being. */
  @Nullable Cells at(String first, @Nullable String second) {
    int place = place(first, second);
    return place < 0 || calls[place] >= 0 ? null : cells[place];
  }

  /**
   * Returns the place of these texts; if they have none, the complement of a free one, or {@link
   * #NO_PLACE} if none is near enough.
   */
  private int place(String first, @Nullable String second) {
    int mask = cells.length - 1;
    int home = hash(first, second);
    int farthest = Math.max(reach, MOST_DISTANCE);
    for (int distance = 0; distance <= mask && distance <= farthest; distance++) {
      int place = (home + distance) & mask;
      if (cells[place] == null) {
        return ~place;
      }
      if (isSame(firsts[place], first) && isSame(seconds[place], second)) {
        return place;
      }
    }
    return NO_PLACE;
  }

  private static int hash(String first, @Nullable String second) {
    int hash = first.hashCode();
    if (second != null) {
      hash = hash * 31 + second.hashCode();
    }
    return hash ^ (hash >>> 16);
  }

  @SuppressWarnings("ReferenceEquality") // identity first, see above
  private static boolean isSame(@Nullable String known, @Nullable String wanted) {
    return known == wanted || (known != null && known.equals(wanted));
  }

  /**
   * Returns the cells of a series under these texts, for a run that begins now. The texts are kept:
   * they must be no longer than a label may be.
   */
  Cells cells(String first, @Nullable String second, Series series) {
    int place = place(first, second);
    if (place < 0) {
      place = take(first, second, series);
      if (place < 0) {
        return series.shared();
      }
    }
    Cells known = cells[place];
    if (known != null && (calls[place] < 0 || ++calls[place] <= SHARED_CALLS)) {
      return known;
    }
    calls[place] = SETTLED;
    Cells own = series.newOwned();
    Cells found = own != null ? own : series.shared();
    cells[place] = found;
    return found;
  }

  /** Puts shared cells under these texts and returns their place; negative if there is no room. */
  private int take(String first, @Nullable String second, Series series) {
    if (2 * (count + 1) > cells.length && !widen()) {
      return -1;
    }
    int place = place(first, second);
    long bytes = bytes(first) + bytes(second);
    if (place == NO_PLACE || !budget.take(bytes)) {
      return -1;
    }
    textBytes += bytes;
    put(~place, first, second, series.shared(), 0);
    count++;
    return ~place;
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : TEXT_BYTES + 2L * text.length();
  }

  private void put(int place, String first, @Nullable String second, Cells value, int counted) {
    firsts[place] = first;
    seconds[place] = second;
    calls[place] = counted;
    cells[place] = value;
    reach = Math.max(reach, (place - hash(first, second)) & (cells.length - 1));
  }

  private boolean widen() {
    int length = Math.max(LEAST, 2 * cells.length);
    if (length > MOST || !budget.take((long) PLACE_BYTES * (length - cells.length))) {
      return false;
    }
    @Nullable String[] oldFirsts = firsts;
    @Nullable String[] oldSeconds = seconds;
    @Nullable Cells[] oldCells = cells;
    int[] oldCalls = calls;
    firsts = new String[length];
    seconds = new String[length];
    calls = new int[length];
    cells = new Cells[length];
    reach = 0;
    for (int i = 0; i < oldCells.length; i++) {
      String first = oldFirsts[i];
      Cells known = oldCells[i];
      if (first != null && known != null) {
        int place = hash(first, oldSeconds[i]) & (length - 1);
        while (cells[place] != null) {
          place = (place + 1) & (length - 1);
        }
        put(place, first, oldSeconds[i], known, oldCalls[i]);
      }
    }
    return true;
  }

  /** Folds what the thread counted in cells of its own. Under the scrape lock, after its end. */
  void retire() {
    for (Cells one : cells) {
      if (one != null && one.owned()) {
        one.series().retire(one);
      }
    }
    giveBack();
  }

  /** Returns true if every series that is counted here has left its family. */
  boolean isGone() {
    boolean any = false;
    for (Cells one : cells) {
      if (one != null && !one.series().isGone()) {
        return false;
      }
      any |= one != null;
    }
    return any;
  }

  void giveBack() {
    budget.giveBack((long) PLACE_BYTES * cells.length + textBytes);
  }
}
