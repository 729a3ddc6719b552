package io.heddle.agent.unit.spill;

import java.util.Map;

/**
 * What the room tells of itself. Immutable.
 *
 * @param bytes in segments, of this JVM and of those that have ended; while samples come, at most
 *     half a minute old
 * @param segments their number
 * @param records that this room has written
 * @param dropped samples that are not on disk and will not be, by cause; only causes that occurred
 * @param errors by kind; only kinds that occurred
 */
public record SpillMetrics(
    long bytes, long segments, long records, Map<String, Long> dropped, Map<String, Long> errors) {
  /** Keeps copies. */
  public SpillMetrics {
    dropped = Map.copyOf(dropped);
    errors = Map.copyOf(errors);
  }
}
