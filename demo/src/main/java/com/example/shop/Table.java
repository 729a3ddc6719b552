package com.example.shop;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows /metrics and the units as tables, once a second, until the service has gone. Arguments: its
 * address, and {@code terminal} to write each table over the one before.
 */
public final class Table {
  private Table() {}

  private static final Pattern LINE =
      Pattern.compile(
          "heddle_([a-z_]+)_(started_total|completed_total|in_flight|duration_seconds_sum"
              + "|duration_seconds_count)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  public static void main(String[] args) throws Exception {
    boolean terminal = args.length > 1 && args[1].equals("terminal");
    Map<String, Row> before = Map.of();
    while (true) {
      String text;
      String units;
      try {
        text = get(args[0] + "/metrics", Integer.MAX_VALUE);
        units = UnitTable.of(args[0]);
      } catch (java.io.IOException e) {
        return; // the service has ended
      }
      Map<String, Row> rows = rows(text);
      print(args[0], rows, before, terminal);
      System.out.println(BoxTable.of(text));
      System.out.println(units);
      before = rows;
      Thread.sleep(1000);
    }
  }

  /** The answer, of a long one the head. */
  static String get(String url, int mostBytes) throws java.io.IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(2000);
    connection.setReadTimeout(5000);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readNBytes(mostBytes), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, Row> rows(String text) {
    Map<String, Row> rows = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher match = LINE.matcher(line);
      if (!match.matches() || match.group(1).equals("stage")) {
        continue;
      }
      List<String> labels = new ArrayList<>();
      String outcome = "";
      Matcher label = LABEL.matcher(match.group(3) == null ? "" : match.group(3));
      while (label.find()) {
        if (label.group(1).equals("outcome")) {
          outcome = label.group(2);
        } else if (!label.group(1).equals("class") && !label.group(1).equals("rule")) {
          labels.add(label.group(2));
        }
      }
      Row row =
          rows.computeIfAbsent(match.group(1) + " " + String.join(" ", labels), k -> new Row());
      row.add(match.group(2), outcome, Double.parseDouble(match.group(4)));
    }
    return rows;
  }

  private static void print(
      String address, Map<String, Row> rows, Map<String, Row> before, boolean terminal) {
    StringBuilder out = new StringBuilder(terminal ? "\033[H\033[2J" : "");
    out.append(address).append("/metrics\n\n");
    out.append(
        String.format(
            "%-34s %8s %8s %8s %8s %8s %8s %7s %9s%n",
            "RUN",
            "STARTED",
            "/S",
            "SUCCESS",
            "FAILURE",
            "CANCELED",
            "TIMEOUT",
            "FLIGHT",
            "MEAN MS"));
    rows.forEach(
        (name, row) -> {
          Row old = before.get(name);
          double rate = old == null ? 0 : row.started - old.started;
          out.append(
              String.format(
                  "%-34s %8.0f %8.0f %8.0f %8.0f %8.0f %8.0f %7.0f %9.3f%n",
                  name,
                  row.started,
                  rate,
                  row.of("success"),
                  row.of("failure"),
                  row.of("canceled"),
                  row.of("timeout"),
                  row.inFlight,
                  row.count == 0 ? 0 : row.sum / row.count * 1000));
        });
    System.out.println(out);
  }

  private static final class Row {
    double started;
    double inFlight;
    double sum;
    double count;
    final Map<String, Double> outcomes = new TreeMap<>();

    void add(String what, String outcome, double value) {
      switch (what) {
        case "started_total" -> started += value;
        case "in_flight" -> inFlight += value;
        case "completed_total" -> outcomes.merge(outcome, value, Double::sum);
        case "duration_seconds_sum" -> sum += value;
        default -> count += value;
      }
    }

    double of(String outcome) {
      return outcomes.getOrDefault(outcome, 0.0);
    }
  }
}
