package io.heddle.agent.unit.spill;

import java.util.Map;

/**
 * The metrics of a spill at one moment. Immutable.
 *
 * @param bytes in segments, of this JVM and of those that have ended; while samples come, at most
 *     half a minute old
 * @param segments their number
 * @param records samples that this spill has written
 * @param dropped samples that are not on disk and will not be, by cause; only causes that occurred
 * @param errors by kind; only kinds that occurred
 */
public record SpillMetrics(
    long bytes, long segments, long records, Map<String, Long> dropped, Map<String, Long> errors) {
  /** Copies the maps. */
  public SpillMetrics {
    dropped = Map.copyOf(dropped);
    errors = Map.copyOf(errors);
  }
}
