package io.heddle.agent.unit.store;

/** The samples of one unit, oldest first. Guarded by its store's owner. */
public final class SampleLog {
  /**
   * What one takes without its pieces, on a heap with compressed pointers: itself and its two
   * places. A test measures it.
   */
  static final int BYTES = 32 + 2 * 80;

  /** One with a sample. */
  public static final int LEAST_BYTES = BYTES + BitBlock.BYTES;

  private final String unit;

  /** Behind the oldest sample. */
  final SampleCursor head = new SampleCursor();

  /** Behind the newest. */
  final SampleCursor tail = new SampleCursor();

  /** Samples that are kept. */
  int count;

  /** Where it stands in the heap that it is in; -1: in none. */
  int slot = -1;

  /**
   * @param unit its id
   * @param firstSeq number of the first sample
   */
  SampleLog(String unit, long firstSeq) {
    this.unit = unit;
    tail.seq = firstSeq - 1;
  }

  /** The id of the unit. */
  public String unit() {
    return unit;
  }

  /** How many samples are kept. */
  public int size() {
    return count;
  }

  /** Number of the oldest sample that is kept; that of the next one if there is none. */
  public long headSeq() {
    return count == 0 ? tail.seq + 1 : head.seq;
  }
}
