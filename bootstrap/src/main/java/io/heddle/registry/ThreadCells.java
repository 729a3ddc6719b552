package io.heddle.registry;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The cells that one platform thread owns, by slot of the series, and the stack of its open runs.
 * Written by that thread alone, except for {@link #abandon} and {@link #forgetGone}.
 */
public final class ThreadCells extends Suppression {
  private static final @Nullable Cells[] NONE = {};
  private static final @Nullable LabelCells[] NO_LABELS = {};
  private static final int RUNS = 64;

  private final Registry registry;
  private final String threadName;
  private @Nullable Cells[] table = NONE;
  private @Nullable LabelCells[] labeled = NO_LABELS;
  private @Nullable InFlightRun[] runs = {};
  private int depth;

  ThreadCells(Registry registry, Thread thread) {
    super(thread);
    this.registry = registry;
    this.threadName = thread.getName();
  }

  /** Returns this thread's cells of a series; null if there are none yet or it is suppressed. */
  public @Nullable Cells at(int slot) {
    @Nullable Cells[] cells = table;
    return suppressor == 0 && slot >= 0 && slot < cells.length ? cells[slot] : null;
  }

  /** Returns the cells of a series, made at the first call; null while the thread is suppressed. */
  public @Nullable Cells create(Series series) {
    if (suppressor != 0) {
      return null;
    }
    int slot = series.slot();
    if (slot < 0 || !registry.isOpen()) {
      return series.begin();
    }
    if (slot >= table.length && !widen(slot)) {
      return series.shared();
    }
    Cells known = at(slot); // a close may have emptied the table since
    return known != null ? known : make(series);
  }

  /** Makes the cells while suppressed, as a rule may have woven the very classes used here. */
  private Cells make(Series series) {
    suppressor = OWN;
    try {
      Cells own = series.newOwned();
      Cells cells = own != null ? own : series.shared();
      @Nullable Cells[] current = table;
      if (series.slot() < current.length) {
        current[series.slot()] = cells;
      } // else closed since
      return cells;
    } finally {
      suppressor = 0;
    }
  }

  private boolean widen(int slot) {
    int length = Math.max(16, Math.max(slot + 1, table.length + (table.length >> 1)));
    if (!registry.budget().take(4L * (length - table.length))) {
      return false;
    }
    @Nullable Cells[] wider = new Cells[length];
    System.arraycopy(table, 0, wider, 0, table.length); // Arrays may be woven
    table = wider;
    abandonIfClosed();
    return true;
  }

  /**
   * Returns this thread's cells of a method whose labels come from its calls; null if there are
   * none yet or the thread is suppressed.
   *
   * @param slot of the method, from {@link Registry#labelSlot}; negative: it has none
   * @param first value of its first label that comes from the call
   * @param second of its second one; null if it has one
   */
  public @Nullable Cells at(int slot, String first, @Nullable String second) {
    if (suppressor != 0) {
      return null;
    }
    suppressor = OWN;
    try {
      return known(slot, first, second);
    } finally {
      suppressor = 0;
    }
  }

  /** Returns the same for a thread that is suppressed. */
  public @Nullable Cells known(int slot, String first, @Nullable String second) {
    @Nullable LabelCells[] all = labeled;
    LabelCells table = slot >= 0 && slot < all.length ? all[slot] : null;
    return table == null ? null : table.at(first, second);
  }

  /**
   * Returns the cells in which this thread counts a run of the series that begins now. Called while
   * the thread is suppressed.
   *
   * @param slot of the method
   * @param first as for {@link #at(int, String, String)}; at most as long as a label may be
   * @param second likewise
   */
  public Cells create(int slot, String first, @Nullable String second, Series series) {
    // where a rule judges each run, no thread owns cells
    if (slot < 0 || !registry.isOpen() || series.family().parts() != null) {
      return series.begin();
    }
    if (slot >= labeled.length && !widenLabeled(slot)) {
      return series.shared();
    }
    @Nullable LabelCells[] all = labeled;
    if (slot >= all.length) {
      return series.shared(); // closed since
    }
    LabelCells table = all[slot];
    if (table == null) {
      table = new LabelCells(registry.budget());
      all[slot] = table;
    }
    return table.cells(first, second, series);
  }

  private boolean widenLabeled(int slot) {
    int length = Math.max(4, Math.max(slot + 1, labeled.length + (labeled.length >> 1)));
    if (!registry.budget().take(4L * (length - labeled.length))) {
      return false;
    }
    @Nullable LabelCells[] wider = new LabelCells[length];
    System.arraycopy(labeled, 0, wider, 0, labeled.length); // Arrays may be woven
    labeled = wider;
    abandonIfClosed();
    return true;
  }

  /** Abandons what was just written if a close has abandoned it between the read and the write. */
  private void abandonIfClosed() {
    VarHandle.fullFence();
    if (!registry.isOpen()) {
      abandon();
    }
  }

  /**
   * Suppresses this thread until the caller writes 0 into {@link #suppressor} of the result.
   *
   * @return null if it is suppressed already, and not by this call
   */
  public @Nullable Suppression suppress() {
    if (suppressor != 0) {
      return null;
    }
    suppressor = OWN;
    return this;
  }

  /** Returns true while nothing that this thread runs is counted. */
  public boolean isSuppressed() {
    return suppressor != 0;
  }

  /**
   * Opens a run that ends on this thread. The object is reused, so that nothing is allocated. The
   * run is not counted as started yet.
   */
  public InFlightRun push(Cells cells, long startNanos) {
    int at = depth;
    while (at > 0 && isOver(runs[at - 1])) {
      runs[--at] = null;
    }
    if (at == runs.length) {
      @Nullable InFlightRun[] wider = new InFlightRun[at == 0 ? 4 : at * 2];
      System.arraycopy(runs, 0, wider, 0, at);
      runs = wider;
    }
    InFlightRun run = runs[at];
    // one whose own end could not go on is not used again
    if (run == null || run.aborted) {
      run = InFlightRun.pooled(this, threadName, at);
      runs[at] = run;
    }
    run.open(cells, startNanos);
    depth = at + 1; // last: where the stack overflows in this method nothing has been pushed
    return run;
  }

  private static boolean isOver(@Nullable InFlightRun run) {
    return run == null || run.aborted;
  }

  /** Closes a run that {@link #push} opened, and aborts those above it that never ended. */
  public void pop(InFlightRun run) {
    int at = run.index();
    if (at < depth && runs[at] == run) {
      for (int i = depth - 1; i > at; i--) {
        InFlightRun above = runs[i];
        if (above != null) {
          above.abort();
          runs[i] = null; // never used again: its thread may remember it
        }
      }
      if (at == 0 && runs.length > RUNS) {
        runs = new InFlightRun[4];
      }
      depth = at;
    } // else a run below it has ended already, and this one with it
    // last and no call: where the stack overflows in this method the run is still open
    run.cells = null;
  }

  /** Returns the stack of runs as another thread sees it; a closed run has no cells. */
  @Nullable InFlightRun[] runs() {
    return runs;
  }

  /** Returns true if these are cells of the given registry. */
  public boolean belongsTo(Registry current) {
    return registry == current;
  }

  /** Returns true if nothing more is counted here: the thread or the registry has ended. */
  public boolean isGone() {
    Thread owner = get();
    return owner == null || !owner.isAlive() || !registry.isOpen();
  }

  /** Returns true if the given thread owns these cells. */
  public boolean isOf(Thread candidate) {
    return refersTo(candidate);
  }

  /** Folds everything that the thread counted. Under the scrape lock, after the thread's end. */
  void retire() {
    @Nullable Cells[] all = table;
    for (Cells cells : all) {
      if (cells != null && cells.owned()) {
        cells.series().retire(cells);
      }
    }
    for (LabelCells of : labeled) {
      if (of != null) {
        of.retire();
      }
    }
    registry.budget().giveBack(4L * (all.length + labeled.length));
    abandon();
  }

  /**
   * Forgets the cells of series that have left their family. Called by any thread: the owner may
   * write into them a little longer, where nobody reads.
   */
  void forgetGone() {
    @Nullable Cells[] all = table;
    for (int i = 0; i < all.length; i++) {
      Cells cells = all[i];
      if (cells != null && cells.series().isGone()) {
        all[i] = null;
      }
    }
    @Nullable LabelCells[] tables = labeled;
    for (int i = 0; i < tables.length; i++) {
      LabelCells of = tables[i];
      if (of != null && of.isGone()) {
        tables[i] = null;
        of.giveBack();
      }
    }
  }

  /**
   * Forgets the cells: the thread has ended, or the registry is closed and their slots will mean
   * other series.
   */
  void abandon() {
    table = NONE;
    labeled = NO_LABELS;
  }
}
