package com.example.shop;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The boxes of one scrape by runner, and how long the stages of boxes and runs took. */
final class BoxTable {
  private static final Pattern BOXES =
      Pattern.compile("heddle_boxes_([a-z]+)(?:_total)?\\{runner=\"(.*)\"\\} (\\S+)");
  private static final Pattern STAGE =
      Pattern.compile(
          "heddle_stage_duration_seconds_(sum|count)\\{of=\"(.*)\",stage=\"(.*)\"\\} (\\S+)");

  private final Map<String, Map<String, Double>> boxes = new TreeMap<>();
  private final Map<String, Map<String, Double>> stages = new TreeMap<>();

  private BoxTable() {}

  /** The table; empty where there are neither boxes nor stages. */
  static String of(String text) {
    BoxTable table = new BoxTable();
    text.lines().forEach(table::add);
    return table.boxes.isEmpty() && table.stages.isEmpty() ? "" : table.text();
  }

  private void add(String line) {
    Matcher box = BOXES.matcher(line);
    if (box.matches()) {
      put(boxes, box.group(2), box.group(1), box.group(3));
    }
    Matcher stage = STAGE.matcher(line);
    if (stage.matches()) {
      put(stages, stage.group(2) + " " + stage.group(3), stage.group(1), stage.group(4));
    }
  }

  private static void put(
      Map<String, Map<String, Double>> into, String row, String column, String value) {
    into.computeIfAbsent(row, key -> new TreeMap<>()).put(column, Double.parseDouble(value));
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%-34s %8s %8s %8s %8s%n", "BOXES", "CREATED", "FAILED", "STOPPED", "RUNNING"));
    boxes.forEach(
        (runner, count) ->
            out.append(
                String.format(
                    "%-34s %8.0f %8.0f %8.0f %8.0f%n",
                    runner,
                    of(count, "created"),
                    of(count, "failed"),
                    of(count, "stopped"),
                    of(count, "running"))));
    out.append(String.format("%n%-34s %8s %8s%n", "STAGE", "TIMES", "MEAN MS"));
    stages.forEach(
        (stage, count) ->
            out.append(
                String.format(
                    "%-34s %8.0f %8.3f%n",
                    stage,
                    of(count, "count"),
                    of(count, "sum") / Math.max(1, of(count, "count")) * 1000)));
    return out.toString();
  }

  private static double of(Map<String, Double> row, String column) {
    return row.getOrDefault(column, 0.0);
  }
}
