package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of {@code /api/units} of one JVM. */
public record UnitsClient(JavaProcess process) {
  /** A line of shell that stays until its input ends: with the JVM at the latest. */
  public static final String IDLE = "read x";

  public List<Json> all() throws IOException {
    return Json.parse(process.get("/api/units")).get("units").list();
  }

  /** All units of a program, or of a configured name. */
  public List<Json> named(String name) throws IOException {
    List<Json> found = new ArrayList<>();
    for (Json unit : all()) {
      if (name.equals(unit.get("name").value())) {
        found.add(unit);
      }
    }
    return found;
  }

  /** The only unit of a program. */
  public Json only(String name) throws IOException {
    List<Json> found = named(name);
    assertThat(found).as("units %s", name).hasSize(1);
    return found.get(0);
  }

  /** The unit of a process; fails if there is none. */
  public Json of(long pid) throws IOException {
    for (Json unit : all()) {
      Object listed = unit.get("pid").value();
      if (listed != null && listed.equals((double) pid)) {
        return unit;
      }
    }
    throw new AssertionError("no unit of process " + pid + " in " + all());
  }

  public static String id(Json unit) {
    return String.valueOf(unit.get("id").value());
  }

  public static boolean isUp(Json unit) {
    return Boolean.TRUE.equals(unit.get("up").value());
  }

  public Json samples(String id, String query) throws IOException {
    Json answer = Json.parse(process.get("/api/units/" + id + "/samples" + query));
    assertThat(answer.get("unit").value()).isEqualTo(id);
    return answer.get("samples");
  }

  /** Null if there is no sample. */
  public Json summary(String id) throws IOException {
    return Json.parse(process.get("/api/units/" + id + "/summary"));
  }

  /** The status of an answer. */
  public int status(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(process.address() + path).toURL().openConnection();
    connection.setReadTimeout(30_000);
    return connection.getResponseCode();
  }

  private static double ticks(Scrape scrape) {
    return scrape.value("heddle_self_units_ticks_total");
  }

  /** Waits until so many rounds have begun and ended from now on. */
  public Scrape awaitRounds(int rounds) throws IOException {
    // the one that may go on now does not count
    double from = ticks(process.scrape()) + 1;
    return Await.until(process::scrape, scrape -> ticks(scrape) >= from + rounds);
  }

  /** A figure of a program, such as {@code up}. */
  public static double figure(Scrape scrape, String what, String unit) {
    return scrape.value("heddle_unit_" + what + "{unit=\"" + unit + "\"}");
  }

  /** No counter of units is missing or lower than before. */
  public static void assertNoneFell(Scrape before, Scrape after) {
    Map<String, Double> now = after.values();
    before
        .values()
        .forEach(
            (series, value) -> {
              boolean isUnit =
                  series.startsWith("heddle_unit_") || series.startsWith("heddle_children_");
              if (isUnit && series.contains("_total")) {
                assertThat(now.getOrDefault(series, -1.0)).as(series).isGreaterThanOrEqualTo(value);
              }
            });
  }
}
