package io.heddle.it.field.suite;

import io.heddle.it.harness.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an answer of /api/rules says about the rules of one kind, see {@link EverythingRules}.
 *
 * @param matched methods that the rules meant
 * @param woven methods that they measure
 * @param reasons how often each reason was given for a method, names in it replaced
 * @param classes reasons that were given for whole classes
 */
record WovenMethods(
    long matched, long woven, Map<String, Integer> reasons, Map<String, Integer> classes) {
  /** A method for which one of these is given cannot be woven by anybody. */
  private static final Set<String> UNAVOIDABLE =
      Set.of(
          "native: it has no bytecode",
          "too large: over 64 KB once woven",
          "abstract: name its implementations, or subtypes");

  static WovenMethods of(String answer, String kind) throws java.io.IOException {
    long matched = 0;
    long woven = 0;
    Map<String, Integer> reasons = new TreeMap<>();
    Map<String, Integer> classes = new TreeMap<>();
    for (Json rule : Json.parse(answer).get("rules").list()) {
      if (String.valueOf(rule.get("id").value()).startsWith(kind + "-")) {
        matched += (long) rule.get("matched").number();
        woven += (long) rule.get("woven").number();
        count(rule.get("reasons").list(), reasons, classes);
      }
    }
    return new WovenMethods(matched, woven, reasons, classes);
  }

  private static void count(
      List<Json> given, Map<String, Integer> reasons, Map<String, Integer> classes) {
    for (Json one : given) {
      String reason = String.valueOf(one.get("reason").value());
      boolean ofClass = "".equals(one.get("method").value());
      if (!reason.startsWith("shadowed by rule ")) {
        (ofClass ? classes : reasons).merge(general(reason), 1, Integer::sum);
      }
    }
  }

  /** The reason without the names of the case, so that alike ones count together. */
  private static String general(String reason) {
    return reason.replaceAll("[\\w$]+([./][\\w$]+)+", "…").replaceAll("\\d{3,}", "…");
  }

  /** The methods that could have been woven and were not, as far as reasons name them. */
  int leftAlone() {
    return reasons.entrySet().stream()
        .filter(reason -> !UNAVOIDABLE.contains(reason.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
