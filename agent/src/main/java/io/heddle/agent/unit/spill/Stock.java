package io.heddle.agent.unit.spill;

/** What the segments that count come to. Immutable. */
record Stock(long bytes, long segments) {
  static final Stock NONE = new Stock(0, 0);

  Stock plus(long moreBytes, long moreSegments) {
    return new Stock(bytes + moreBytes, segments + moreSegments);
  }
}
