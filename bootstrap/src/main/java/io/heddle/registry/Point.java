package io.heddle.registry;

/**
 * One series of a counter or gauge at one moment.
 *
 * @param labels the same instance at every scrape
 * @param value counters are never negative and never fall
 */
public record Point(LabelSet labels, double value) {}
