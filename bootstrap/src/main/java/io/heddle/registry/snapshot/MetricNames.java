package io.heddle.registry.snapshot;

import java.util.List;
import java.util.Set;

/** Checks the names of families, labels and prefixes; Prometheus' data model allows more. */
public final class MetricNames {
  /** Text of the rule for names, for error messages. */
  public static final String RULE = "[a-z][a-z0-9_]*, no trailing _";

  /** Families that Heddle exports by itself. */
  public static final Set<String> RESERVED_FAMILIES =
      Set.of("runner", "stage", "unit", "box", "boxes", "build", "children", "self");

  /** Labels that Heddle or Prometheus adds by itself. */
  public static final Set<String> RESERVED_LABELS =
      Set.of("outcome", "error_type", "le", "quantile");

  private static final List<String> SUFFIXES =
      List.of("total", "info", "created", "bucket", "count", "sum");

  private MetricNames() {}

  /** Returns true if {@code name} is {@value #RULE}. */
  public static boolean isName(String name) {
    if (name.isEmpty() || name.charAt(0) < 'a' || name.charAt(0) > 'z' || name.endsWith("_")) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks the name of a family.
   *
   * @throws IllegalArgumentException in one sentence, if the name is malformed, reserved or ends in
   *     a word that Prometheus gives a meaning
   */
  public static String family(String name) {
    return checked("family '", name);
  }

  /**
   * Checks the name of a gauge as that of a family; what a reserved family exports is refused too.
   *
   * @throws IllegalArgumentException in one sentence
   */
  public static String gauge(String name) {
    for (String reserved : RESERVED_FAMILIES) {
      if (name.startsWith(reserved + "_")) {
        throw new IllegalArgumentException(
            "gauge '" + name + "' begins with " + reserved + "_, which is reserved");
      }
    }
    return checked("gauge '", name);
  }

  private static String checked(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(what + name + "' is not a name: " + RULE);
    }
    if (RESERVED_FAMILIES.contains(name)) {
      throw new IllegalArgumentException(what + name + "' is reserved");
    }
    for (String suffix : SUFFIXES) {
      if (name.equals(suffix) || name.endsWith("_" + suffix)) {
        throw new IllegalArgumentException(what + name + "' must not end in " + suffix);
      }
    }
    return name;
  }

  /**
   * Checks the name of a label.
   *
   * @throws IllegalArgumentException in one sentence, if the name is malformed or reserved
   */
  public static String label(String name) {
    if (RESERVED_LABELS.contains(name) || name.startsWith("__")) {
      throw new IllegalArgumentException("label '" + name + "' is reserved");
    }
    if (!isName(name)) {
      throw new IllegalArgumentException("label '" + name + "' is not a name: " + RULE);
    }
    return name;
  }

  /**
   * Returns true if a metric of the application's own may have this name; a counter without its
   * {@code _total}.
   */
  public static boolean isMetric(String name) {
    for (String suffix : SUFFIXES) {
      if (name.endsWith("_" + suffix)) {
        return false;
      }
    }
    return isWord(name, true);
  }

  /** Returns true if a metric of the application's own may have these labels. */
  public static boolean areMetricLabels(List<String> labels) {
    for (String label : labels) {
      boolean reserved = label.startsWith("__") || label.equals("le") || label.equals("quantile");
      if (reserved || !isWord(label, false)) {
        return false;
      }
    }
    return Set.copyOf(labels).size() == labels.size();
  }

  private static boolean isWord(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = i > 0 && c >= '0' && c <= '9';
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Returns true if these can be the upper bounds of buckets. */
  public static boolean isRising(double... bounds) {
    double last = Double.NEGATIVE_INFINITY;
    for (double bound : bounds) {
      if (!(bound > last) || bound == Double.POSITIVE_INFINITY) {
        return false;
      }
      last = bound;
    }
    return true;
  }
}
