package io.heddle.agent.unit.spill.disk;

/** What the segments that count come to. Immutable. */
public record DiskUsage(long bytes, long segments) {
  public static final DiskUsage NONE = new DiskUsage(0, 0);

  public DiskUsage plus(long moreBytes, long moreSegments) {
    return new DiskUsage(bytes + moreBytes, segments + moreSegments);
  }
}
