package io.heddle.exporter.report;

/**
 * The range of a unit's samples that a client asks for: the last ones of those since a moment.
 *
 * @param sinceMillis the first moment that is in; {@link #EVER} if none was asked for
 * @param limit maximum number of samples; {@link #ALL} if none was asked for
 */
public record SampleRange(long sinceMillis, long limit) {
  /** Value of {@code sinceMillis} for samples of any age. */
  public static final long EVER = Long.MIN_VALUE;

  /** Value of {@code limit} for any number of samples. */
  public static final long ALL = Long.MAX_VALUE;
}
