package io.heddle.registry.snapshot;

/**
 * One series of a counter or gauge at one moment.
 *
 * @param labels the same instance at every scrape
 * @param value counters are never negative and never fall
 * @param createdMillis when a counter began at 0, since 1970; the same at every scrape; 0: unknown
 */
public record Point(LabelSet labels, double value, long createdMillis) {
  /** Creates a point of a gauge, or of a counter whose beginning is unknown. */
  public Point(LabelSet labels, double value) {
    this(labels, value, 0);
  }
}
