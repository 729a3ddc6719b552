package io.heddle.agent.cli.top.view;

import io.heddle.agent.cli.top.read.RunKey;
import io.heddle.agent.cli.top.rows.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Names runs by their labels, unsafe as they come. */
public final class RunNames {
  private RunNames() {}

  /** Returns the values of the labels: a method as {@code Class.method}, after its rule. */
  public static String of(RunKey key) {
    List<String> parts = new ArrayList<>();
    Map<String, String> labels = key.labels();
    String type = labels.get("class");
    String method = labels.get("method");
    boolean isMethod = type != null && method != null;
    if (isMethod && labels.containsKey("rule")) {
      parts.add(labels.get("rule"));
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      boolean used = isMethod && List.of("class", "method", "rule").contains(label.getKey());
      if (!used) {
        parts.add(label.getValue());
      }
    }
    if (isMethod) {
      parts.add(type + "." + method);
    }
    return String.join(" ", parts);
  }

  static String sortable(RunRow row) {
    return row.jvm() + '\0' + row.key().family() + '\0' + of(row.key()) + '\0' + all(row.key());
  }

  /** Returns the labels with their names, {@code name=value}. */
  static String all(RunKey key) {
    return key.labels().entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }
}
