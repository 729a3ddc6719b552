package io.heddle.it.field.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of the tests of a suite.
 *
 * @param byId status and class of what was thrown, by the unique id of a test
 */
record Outcomes(SortedMap<String, String> byId) {
  static Outcomes read(Path file) throws IOException {
    SortedMap<String, String> byId = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int tab = line.indexOf('\t');
      byId.put(line.substring(0, tab), line.substring(tab + 1).replace('\t', ' ').strip());
    }
    return new Outcomes(byId);
  }

  /** The tests whose outcome is another one there, or that are missing on one side. */
  SortedSet<String> differing(Outcomes other) {
    SortedSet<String> ids = new TreeSet<>(byId.keySet());
    ids.addAll(other.byId.keySet());
    ids.removeIf(id -> Objects.equals(byId.get(id), other.byId.get(id)));
    return ids;
  }

  /** How many have this status, such as SUCCESSFUL. */
  long count(String status) {
    return byId.values().stream().filter(outcome -> outcome.startsWith(status)).count();
  }

  /** How many tests and containers there are, by status. */
  String summary() {
    Map<String, Integer> counts = new TreeMap<>();
    byId.values().forEach(outcome -> counts.merge(outcome.split(" ", -1)[0], 1, Integer::sum));
    return counts.toString();
  }
}
