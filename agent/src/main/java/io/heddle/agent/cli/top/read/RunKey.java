package io.heddle.agent.cli.top.read;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The family and the label set of runs, which tell them from others. Immutable.
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
