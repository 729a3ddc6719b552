package io.heddle.agent.cli.server;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What {@code /api/metrics/json} answered. Names are asked for without prefix and suffix. */
public final class ServerMetrics {
  private final List<JsonObject> families;

  public ServerMetrics(JsonObject answer) {
    families = answer.objects("families");
  }

  /** Label sets of all families. */
  int series() {
    return families.stream().mapToInt(family -> family.objects("metrics").size()).sum();
  }

  /** The sum over all label sets of a family; empty when the family is not there. */
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

  /** A label's value in the first label set of a family. */
  Optional<String> label(String name, String label) {
    return find(name).stream()
        .flatMap(family -> family.objects("metrics").stream())
        .flatMap(metric -> Optional.ofNullable(metric.object("labels").text(label)).stream())
        .findFirst();
  }

  /** The prefix is a setting of the target, so the default one is only preferred. */
  private Optional<JsonObject> find(String name) {
    return families.stream()
        .filter(family -> bareName(family).equals("heddle_" + name))
        .findFirst()
        .or(() -> families.stream().filter(f -> bareName(f).endsWith("_" + name)).findFirst());
  }

  /** Writers differ in whether the type's suffix is part of a family's name. */
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
