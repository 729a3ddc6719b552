package io.heddle.exporter.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one box, by name and in order; null where unknown. Immutable.
 *
 * @param values counters and gauges: bytes, percent, processors
 * @param bootTiming milliseconds of its creation
 */
public record BoxFigures(
    Map<String, @Nullable Number> values, Map<String, @Nullable Number> bootTiming) {
  /** Copies both; their order stays. */
  public BoxFigures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    bootTiming = Collections.unmodifiableMap(new LinkedHashMap<>(bootTiming));
  }
}
