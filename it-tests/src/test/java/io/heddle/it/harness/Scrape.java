package io.heddle.it.harness;

import java.util.Map;
import java.util.TreeMap;

/** One response of {@code /metrics} in the text format 0.0.4, series by series. */
public record Scrape(String text) {
  /** The value of a series, labels in any order such as {@code name{a="1",b="2"}}; 0 if missing. */
  public double value(String series) {
    return values().getOrDefault(normal(series), 0.0);
  }

  public boolean has(String series) {
    return values().containsKey(normal(series));
  }

  /** The sum over all series of a name. */
  public double sum(String name) {
    double sum = 0;
    for (Map.Entry<String, Double> entry : values().entrySet()) {
      if (entry.getKey().equals(name) || entry.getKey().startsWith(name + "{")) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  /** Every series with its value; labels in the order of their names. */
  public Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0) {
        values.put(normal(line.substring(0, space)), number(line.substring(space + 1)));
      }
    }
    return values;
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static String normal(String series) {
    int open = series.indexOf('{');
    if (open < 0) {
      return series;
    }
    String inner = series.substring(open + 1, series.lastIndexOf('}'));
    TreeMap<String, String> labels = new TreeMap<>();
    for (String label : inner.split("(?<=\"),", -1)) {
      int equals = label.indexOf('=');
      if (equals > 0) {
        labels.put(label.substring(0, equals), label.substring(equals + 1));
      }
    }
    return series.substring(0, open) + labels;
  }
}
