package io.heddle.agent.unit.store;

/** The samples of one unit, oldest first. Guarded by its store's owner. */
public final class SampleLog {
  /**
   * Size of a log without its blocks, in bytes, on a heap with compressed pointers: itself and its
   * two cursors. A test measures it.
   */
  static final int BYTES = 32 + 2 * 80;

  /** Size of a log with one sample, in bytes. */
  public static final int MIN_BYTES = BYTES + BitBlock.BYTES;

  private final String unit;

  /** Position behind the oldest sample. */
  final SampleCursor head = new SampleCursor();

  /** Position behind the newest sample. */
  final SampleCursor tail = new SampleCursor();

  /** Number of samples that are kept. */
  int count;

  /** Index in the queue that the log is in; -1 if it is in none. */
  int slot = -1;

  /**
   * @param unit its id
   * @param firstSeq number of the first sample
   */
  SampleLog(String unit, long firstSeq) {
    this.unit = unit;
    tail.seq = firstSeq - 1;
  }

  /** Returns the id of the unit. */
  public String unit() {
    return unit;
  }

  /** Returns the number of samples that are kept. */
  public int size() {
    return count;
  }

  /** Returns the number of the oldest sample that is kept; that of the next one if none is. */
  public long headSeq() {
    return count == 0 ? tail.seq + 1 : head.seq;
  }
}
