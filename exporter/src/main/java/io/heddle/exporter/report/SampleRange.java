package io.heddle.exporter.report;

/**
 * Which samples of a unit are asked for: the last ones of those since a moment.
 *
 * @param sinceMillis the first moment that is in; {@link #EVER} if none was asked for
 * @param limit how many at most; {@link #ALL} if none was asked for
 */
public record SampleRange(long sinceMillis, long limit) {
  /** Samples of any age. */
  public static final long EVER = Long.MIN_VALUE;

  /** Any number of samples. */
  public static final long ALL = Long.MAX_VALUE;
}
