package io.heddle.agent.cli.top.read;

import io.heddle.agent.cli.attach.HeddleTarget;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.server.HeddleHttp;
import io.heddle.agent.cli.server.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JVM as often as it is asked. After a failure it asks the process for its address again:
 * Heddle may have been detached and attached. Not thread-safe.
 */
public final class JvmReader {
  private static final String COMMAND = "top";

  /** Boxes and units whose figures are read, each by a request of its own. */
  private static final int MOST_FIGURES = 32;

  private final String argument;
  private HeddleTarget target;
  private boolean known = true;

  private JvmReader(String argument, HeddleTarget target) {
    this.argument = argument;
    this.target = target;
  }

  /**
   * Creates a reader of the JVM that an argument names, a process id or a URL.
   *
   * @throws CommandException if there is no such process, or no Heddle in it
   */
  public static JvmReader of(String argument) throws CommandException {
    HeddleTarget target = HeddleTarget.find(argument, COMMAND);
    target.requireServer();
    return new JvmReader(argument, target);
  }

  /**
   * Reads one JVM. Never throws: a failure is part of the answer.
   *
   * @param page what is read besides the counts
   * @param counts false if the counts are not read
   */
  public Reading read(JvmPage page, boolean counts) {
    try {
      if (!known) {
        target = HeddleTarget.find(argument, COMMAND);
        known = true;
      }
      return read(target.requireServer(), page, counts);
    } catch (CommandException e) {
      known = false;
      return failure(e.sentence());
    }
  }

  private Reading failure(String sentence) {
    boolean ended =
        target.pid() != 0
            && !ProcessHandle.of(target.pid()).map(ProcessHandle::isAlive).orElse(false);
    String problem = ended ? "PID " + target.pid() + " has ended." : sentence;
    return Reading.failed(target.name(), target.pid(), problem, ended);
  }

  private Reading read(HeddleHttp server, JvmPage page, boolean counts) throws CommandException {
    return new Reading(
        target.name(),
        target.pid(),
        counts ? state(server) : null,
        null,
        false,
        page == JvmPage.RUNS ? runs(server) : List.of(),
        page == JvmPage.BOXES ? boxes(server) : List.of(),
        page == JvmPage.UNITS ? units(server) : List.of());
  }

  private static JvmState state(HeddleHttp server) throws CommandException {
    long before = System.nanoTime();
    byte[] body = server.get("/metrics", Exposition.CONTENT_TYPE);
    // the server read its counts somewhere in between
    long nanos = before + (System.nanoTime() - before) / 2;
    try {
      return JvmState.of(Exposition.parse(body), nanos);
    } catch (IOException e) {
      throw CommandException.failed(
          server.address() + "/metrics did not answer protobuf: is Heddle there?");
    }
  }

  private static List<ListedRun> runs(HeddleHttp server) throws CommandException {
    return server.get("/api/inflight").objects("inflight").stream().map(ListedRun::of).toList();
  }

  private static List<BoxFigures> boxes(HeddleHttp server) throws CommandException {
    List<BoxFigures> boxes = new ArrayList<>();
    for (JsonObject box : server.get("/api/boxes").objects("boxes")) {
      String path = "/api/boxes/" + encoded(box.textOr("id", "")) + "/metrics";
      boolean wanted = boxes.size() < MOST_FIGURES;
      boxes.add(BoxFigures.of(box, wanted ? figures(server, path) : JsonObject.EMPTY));
    }
    return boxes;
  }

  private static List<UnitFigures> units(HeddleHttp server) throws CommandException {
    List<JsonObject> all = new ArrayList<>(server.get("/api/units").objects("units"));
    // those that run first, since not all have their figures read
    all.sort((one, other) -> Boolean.compare(other.flag("up"), one.flag("up")));
    List<UnitFigures> units = new ArrayList<>();
    for (JsonObject unit : all) {
      String path = "/api/units/" + encoded(unit.textOr("id", "")) + "/summary";
      boolean wanted = units.size() < MOST_FIGURES;
      units.add(UnitFigures.of(unit, wanted ? figures(server, path) : JsonObject.EMPTY));
    }
    return units;
  }

  /** Reads figures; none for a box or a unit that is gone by now, and for one without samples. */
  private static JsonObject figures(HeddleHttp server, String path) {
    try {
      return server.get(path);
    } catch (CommandException e) {
      return JsonObject.EMPTY;
    }
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
