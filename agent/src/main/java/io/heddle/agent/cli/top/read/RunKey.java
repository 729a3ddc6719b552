package io.heddle.agent.cli.top.read;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells runs of one kind from others: their family and their label set. Immutable.
 *
 * @param family without the prefix
 * @param labels by name
 */
public record RunKey(String family, Map<String, String> labels) {
  /** Copies the labels, in the order of their names. */
  public RunKey {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
