package io.heddle.agent.unit.spill.disk;

/** The size and number of the segments that count against the budget. Immutable. */
public record DiskUsage(long bytes, long segments) {
  /** Usage of no segments. */
  public static final DiskUsage NONE = new DiskUsage(0, 0);

  /** Returns this usage with more bytes and segments, or, below 0, with fewer. */
  public DiskUsage plus(long moreBytes, long moreSegments) {
    return new DiskUsage(bytes + moreBytes, segments + moreSegments);
  }
}
