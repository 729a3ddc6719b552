package io.heddle.agent.config;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings of executions.
 *
 * @param successExits exit codes that are a success, by program; any other program succeeds with 0
 *     only. Sorted, immutable
 */
public record ExecConfig(Map<String, Set<Integer>> successExits) {
  /** Copies and sorts the map. */
  public ExecConfig {
    successExits = Collections.unmodifiableMap(new TreeMap<>(successExits));
  }
}
