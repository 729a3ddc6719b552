package io.heddle.agent.cli.top.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The family and the label set of runs, which tell them from others. Immutable.
 *
 * @param family without the prefix
 * @param labels by name, in the order of the exposition; for equality the order means nothing
 */
public record RunKey(String family, Map<String, String> labels) {
  /** Copies the labels, in their order. */
  public RunKey {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
