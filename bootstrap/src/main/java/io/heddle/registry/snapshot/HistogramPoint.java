package io.heddle.registry.snapshot;

/**
 * One series of a histogram at one moment.
 *
 * @param labels the same instance at every scrape
 * @param first the cell of the {@link BucketLayout} that {@code counts[0]} belongs to
 * @param counts observations by cell, not cumulated, over the range of cells in use; not written
 *     after construction
 * @param count sum of {@code counts}
 * @param sum of all observations; of durations in seconds
 * @param createdMillis when it began to count, since 1970; the same at every scrape; 0: unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a defensive copy a series would double a scrape's work
public record HistogramPoint(
    LabelSet labels, int first, long[] counts, long count, double sum, long createdMillis) {
  /** Creates a point whose beginning is unknown. */
  public HistogramPoint(LabelSet labels, int first, long[] counts, long count, double sum) {
    this(labels, first, counts, count, sum, 0);
  }
}
