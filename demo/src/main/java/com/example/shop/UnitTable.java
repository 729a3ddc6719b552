package com.example.shop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What processes use: the service itself and its children, those first that run. */
final class UnitTable {
  private static final int ROWS = 6;

  /** The list may be long, and those that run are at its head. */
  private static final int HEAD_BYTES = 1 << 16;

  private static final double MEBIBYTE = 1 << 20;
  private static final Pattern UNIT =
      Pattern.compile(
          "\"id\":\"([^\"]+)\",\"name\":\"([^\"]+)\",\"pid\":(\\d+|null),\"up\":(true|false),"
              + "\"samples\":(\\d+),\"kind\":\"([^\"]+)\"");

  private final String address;

  private UnitTable(String address) {
    this.address = address;
  }

  /** As one row shows it. */
  private record Unit(
      String id, String name, String pid, boolean up, String samples, String kind) {}

  /** The table; empty where there is no unit. */
  static String of(String address) throws IOException {
    List<Unit> units = units(Table.get(address + "/api/units", HEAD_BYTES));
    return units.isEmpty() ? "" : new UnitTable(address).text(units);
  }

  private static List<Unit> units(String list) {
    List<Unit> running = new ArrayList<>();
    List<Unit> ended = new ArrayList<>();
    Matcher match = UNIT.matcher(list);
    while (match.find()) {
      boolean up = match.group(4).equals("true");
      (up ? running : ended)
          .add(
              new Unit(
                  match.group(1),
                  match.group(2),
                  match.group(3).equals("null") ? "-" : match.group(3),
                  up,
                  match.group(5),
                  match.group(6)));
    }
    running.addAll(ended);
    return running.subList(0, Math.min(ROWS, running.size()));
  }

  private String text(List<Unit> units) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "%-22s %-11s %8s %8s %8s %8s %9s %10s %8s %4s%n",
            "UNIT",
            "KIND",
            "PID",
            "CPU %",
            "AVG %",
            "RSS MIB",
            "READ MIB",
            "WROTE MIB",
            "SAMPLES",
            "UP"));
    for (Unit unit : units) {
      String one = ask(unit.id);
      String last = ask(unit.id + "/samples?limit=1");
      out.append(
          String.format(
              "%-22s %-11s %8s %8s %8s %8s %9s %10s %8s %4s%n",
              unit.name,
              unit.kind,
              unit.pid,
              number(one, "latest_cpu_percent", 1),
              number(one, "average_cpu_percent", 1),
              number(one, "latest_rss_bytes", MEBIBYTE),
              number(last, "io_read_bytes", MEBIBYTE),
              number(last, "io_write_bytes", MEBIBYTE),
              unit.samples,
              unit.up ? "yes" : "no"));
    }
    return out.toString();
  }

  private String ask(String path) throws IOException {
    try {
      return Table.get(address + "/api/units/" + path, HEAD_BYTES);
    } catch (FileNotFoundException e) {
      return ""; // it was forgotten since it was listed
    }
  }

  /** A dash where it is not known. */
  private static String number(String json, String key, double by) {
    Matcher match = Pattern.compile("\"" + key + "\":([-0-9.E]+)").matcher(json);
    return match.find() ? String.format("%.1f", Double.parseDouble(match.group(1)) / by) : "-";
  }
}
