package io.heddle.agent.cli.server;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The answer of {@code /api/metrics/json}. Names are given without prefix and suffix. */
public final class ServerMetrics {
  private final List<JsonObject> families;

  public ServerMetrics(JsonObject answer) {
    families = answer.objects("families");
  }

  /** Returns the number of label sets of all families. */
  int series() {
    return families.stream().mapToInt(family -> family.objects("metrics").size()).sum();
  }

  /** Returns the sum over all label sets of a family; empty if there is no such family. */
  OptionalDouble total(String name) {
    Optional<JsonObject> family = find(name);
    if (family.isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        family.get().objects("metrics").stream()
            .mapToDouble(metric -> metric.number("value"))
            .filter(value -> !Double.isNaN(value))
            .sum());
  }

  /** Returns the value of a label in the first label set of a family that has it. */
  Optional<String> label(String name, String label) {
    return find(name).stream()
        .flatMap(family -> family.objects("metrics").stream())
        .flatMap(metric -> Optional.ofNullable(metric.object("labels").text(label)).stream())
        .findFirst();
  }

  /** Finds a family; prefers the default prefix, since the prefix is a setting of the target. */
  private Optional<JsonObject> find(String name) {
    return families.stream()
        .filter(family -> bareName(family).equals("heddle_" + name))
        .findFirst()
        .or(() -> families.stream().filter(f -> bareName(f).endsWith("_" + name)).findFirst());
  }

  /** Returns the name without the type's suffix, which some writers add and others do not. */
  private static String bareName(JsonObject family) {
    String name = family.text("name");
    if (name == null) {
      return "";
    }
    for (String suffix : List.of("_total", "_info")) {
      if (name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }
}
