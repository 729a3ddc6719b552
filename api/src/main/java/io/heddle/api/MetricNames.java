package io.heddle.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that every format of Prometheus can carry the names of a metric and its labels. */
final class MetricNames {
  /** Suffix of the name of a counter. */
  static final String TOTAL = "_total";

  private static final String PREFIX = "heddle_";
  private static final int MOST_LABELS = 16;
  private static final int MOST_BOUNDS = 200;
  private static final int LONGEST = 200;
  private static final Set<String> RESERVED_LABELS = Set.of("le", "quantile");
  private static final List<String> SUFFIXES =
      List.of(TOTAL, "_created", "_bucket", "_info", "_count", "_sum");

  private MetricNames() {}

  static void checkCounter(String name) {
    checkName(name);
    if (!name.endsWith(TOTAL) || name.length() == TOTAL.length()) {
      throw refused("counter '" + name + "' is refused: the name of a counter ends in _total");
    }
    checkSuffix("counter", name, name.substring(0, name.length() - TOTAL.length()));
  }

  static void checkOther(String kind, String name) {
    checkName(name);
    checkSuffix(kind, name, name);
  }

  static void checkHelp(String name, String help) {
    if (help == null) {
      throw refused("metric '" + name + "' is refused: it needs a help, one sentence for people");
    }
  }

  private static void checkName(String name) {
    if (name == null || name.length() > LONGEST || !isName(name, true)) {
      throw refused(
          "metric '" + name + "' is refused: a name is [a-zA-Z_:][a-zA-Z0-9_:]*, at most 200 long");
    }
    if (name.startsWith(PREFIX)) {
      throw refused("metric '" + name + "' is refused: names with heddle_ are the agent's own");
    }
  }

  private static void checkSuffix(String kind, String name, String bare) {
    for (String suffix : SUFFIXES) {
      if (bare.endsWith(suffix)) {
        String but = bare.equals(name) ? "" : " before _total";
        throw refused(kind + " '" + name + "' is refused: it must not end in " + suffix + but);
      }
    }
  }

  static List<String> checkLabels(String name, String... labels) {
    if (labels == null || labels.length > MOST_LABELS) {
      throw refused("metric '" + name + "' is refused: it may have 0 to 16 labels");
    }
    Set<String> known = new HashSet<>();
    for (String label : labels) {
      if (label == null || !isName(label, false)) {
        throw refused(
            "label '" + label + "' of '" + name + "' is refused: a name is [a-zA-Z_][a-zA-Z0-9_]*");
      }
      if (label.startsWith("__") || RESERVED_LABELS.contains(label)) {
        throw refused("label '" + label + "' of '" + name + "' is refused: Prometheus reserves it");
      }
      if (!known.add(label)) {
        throw refused("label '" + label + "' of '" + name + "' is refused: it is there twice");
      }
    }
    return List.of(labels);
  }

  static double[] checkBounds(String name, double... bounds) {
    if (bounds == null || bounds.length == 0 || bounds.length > MOST_BOUNDS) {
      throw refused("histogram '" + name + "' is refused: it needs 1 to 200 bounds");
    }
    double[] own = bounds.clone();
    for (int i = 0; i < own.length; i++) {
      if (!Double.isFinite(own[i])) {
        throw refused(
            "histogram '"
                + name
                + "' is refused: bound "
                + own[i]
                + " is not finite; +Inf is added");
      }
      own[i] += 0.0; // -0.0 is 0.0
      if (i > 0 && own[i] <= own[i - 1]) {
        throw refused(
            "histogram '"
                + name
                + "' is refused: bounds must rise, but "
                + own[i]
                + " follows "
                + own[i - 1]);
      }
    }
    return own;
  }

  private static boolean isName(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean later = i > 0 && c >= '0' && c <= '9';
      if (!letter && !later && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(why);
  }
}
