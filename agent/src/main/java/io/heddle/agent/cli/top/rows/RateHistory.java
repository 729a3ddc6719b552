package io.heddle.agent.cli.top.rows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The last rates of each row, oldest first. Rows that are gone are forgotten. Not thread-safe. */
public final class RateHistory {
  private static final int MOST = 60;

  private final Map<RunRow.Id, Deque<Double>> rates = new HashMap<>();

  /** Adds the rates of all rows of a JVM; what it had and these have not is forgotten. */
  public void add(String jvm, List<RunRow> rows) {
    Set<RunRow.Id> here = new HashSet<>();
    for (RunRow row : rows) {
      here.add(row.id());
      if (!Double.isNaN(row.rate())) {
        Deque<Double> known = rates.computeIfAbsent(row.id(), id -> new ArrayDeque<>());
        known.addLast(row.rate());
        if (known.size() > MOST) {
          known.removeFirst();
        }
      }
    }
    rates.keySet().removeIf(id -> id.jvm().equals(jvm) && !here.contains(id));
  }

  /** Returns the rates of a row, oldest first. */
  public List<Double> of(RunRow.Id id) {
    Deque<Double> known = rates.get(id);
    return known == null ? List.of() : new ArrayList<>(known);
  }
}
