package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.UnitsClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The boxes that run while the application waits at its point {@code inside}. */
final class RunningBoxes implements PackTrial.Observer {
  private final Map<String, Json> running = new HashMap<>();
  private final List<Json> listed = new ArrayList<>();
  private final List<Json> units = new ArrayList<>();
  private final List<Json> inFlight = new ArrayList<>();

  @Override
  public void at(String place, JavaProcess process) throws Exception {
    if (!place.equals("inside")) {
      return;
    }
    units.addAll(new UnitsClient(process).all());
    inFlight.addAll(Json.parse(process.get("/api/inflight")).get("inflight").list());
    for (Json box : Json.parse(process.get("/api/boxes")).get("boxes").list()) {
      listed.add(box);
      String id = String.valueOf(box.get("id").value());
      if ("running".equals(box.get("state").value())) {
        running.put(id, Json.parse(process.get("/api/boxes/" + id + "/metrics")));
      }
    }
  }

  /** The figures of the one that runs and has run so many commands. */
  Json running(int commands) {
    List<Json> found = new ArrayList<>();
    for (Json figures : running.values()) {
      if (figures.get("commands_executed_total").number() == commands) {
        found.add(figures);
      }
    }
    assertThat(found).as("boxes with %s commands in %s", commands, running).hasSize(1);
    return found.get(0);
  }

  /** The processes of boxes that run are units. */
  void assertUnits(int count) {
    assertThat(units)
        .filteredOn(unit -> "box".equals(unit.get("kind").value()) && UnitsClient.isUp(unit))
        .as("units of boxes in %s", units)
        .hasSize(count)
        .allMatch(unit -> unit.get("pid").number() > 1);
  }

  /** The process of the one unit that is a box and up. */
  double unitPid() {
    return units.stream()
        .filter(unit -> "box".equals(unit.get("kind").value()) && UnitsClient.isUp(unit))
        .mapToDouble(unit -> unit.get("pid").number())
        .findFirst()
        .orElseThrow();
  }

  /** The runs in flight of this program or image, each of which names a box that runs. */
  List<Json> inFlight(String name) {
    List<Json> found = new ArrayList<>();
    for (Json run : inFlight) {
      if ("exec".equals(run.get("family").value())
          && name.equals(run.get("labels").get("name").value())) {
        assertThat(running.keySet()).contains(String.valueOf(run.get("box").value()));
        found.add(run);
      }
    }
    return found;
  }

  /** All that are listed have this runner, and this name where they run. */
  void assertListed(String runner, String name) {
    assertThat(listed).isNotEmpty();
    for (Json box : listed) {
      assertThat(box.get("runner").value()).isEqualTo(runner);
      if ("running".equals(box.get("state").value())) {
        assertThat(box.get("name").value()).isEqualTo(name);
      }
    }
  }
}
