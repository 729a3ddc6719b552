package io.heddle.agent.box;

import io.heddle.exporter.report.BoxFigures;
import io.heddle.exporter.report.BoxReport;
import io.heddle.exporter.report.RunBox;
import io.heddle.registry.InFlightRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports of single boxes, for the exporter. */
public final class BoxReports {
  /** The stages that every report of a box has, in their order. */
  static final List<String> STAGES =
      List.of(
          "filesystem_setup",
          "image_prepare",
          "guest_rootfs",
          "box_config",
          "box_spawn",
          "container_init");

  private static final int PERCENT = 100;

  private final Boxes boxes;

  /** Creates the reports of these boxes. */
  public BoxReports(Boxes boxes) {
    this.boxes = boxes;
  }

  /** Returns the number of boxes that {@link #all} has now. */
  public int size() {
    return boxes.list().size();
  }

  /** Returns the live boxes and those that have ended lately. */
  public List<BoxReport> all() {
    List<BoxReport> all = new ArrayList<>();
    for (Box box : boxes.list()) {
      all.add(new BoxReport(box.id(), box.runner(), box.name(), box.state().label()));
    }
    return all;
  }

  /** Returns the reports of the boxes that runs are, or go on in. */
  public static Map<InFlightRun, RunBox> ofRuns(Map<InFlightRun, Box> boxes) {
    Map<InFlightRun, RunBox> reports = new HashMap<>();
    boxes.forEach((run, box) -> reports.put(run, new RunBox(box.id(), box.pid())));
    return reports;
  }

  /** Returns the figures of the box of this id, or null if there is none. */
  public @Nullable BoxFigures figures(String id) {
    Box box = boxes.byId(id);
    if (box == null) {
      return null;
    }
    // errors before commands: a failure in between shows no more errors than commands
    long errors = box.errors();
    Map<String, @Nullable Number> network = network(box);
    BoxProcess process = box.process();
    double cores = process == null ? Double.NaN : process.cores();
    long memory = process == null ? Box.UNKNOWN : process.memoryBytes();
    Map<String, @Nullable Number> values = new LinkedHashMap<>();
    values.put("commands_executed_total", box.commands());
    values.put("exec_errors_total", errors);
    values.put("bytes_sent_total", box.isSentKnown() ? box.sent() : null);
    values.put("bytes_received_total", box.isReceivedKnown() ? box.received() : null);
    values.put("cpu_percent", percent(cores));
    values.put("cpu_cores", Double.isNaN(cores) ? null : cores);
    values.put("memory_bytes", memory < 0 ? null : memory);
    values.putAll(network);
    return new BoxFigures(values, timing(box));
  }

  /** Returns the percentage of all processors of this machine, 0 to 100; null if unknown. */
  private static @Nullable Number percent(double cores) {
    return Double.isNaN(cores)
        ? null
        : Math.min(PERCENT, PERCENT * cores / Runtime.getRuntime().availableProcessors());
  }

  private Map<String, @Nullable Number> network(Box box) {
    BoxNetwork provider = box.network();
    Map<String, @Nullable Number> values = new LinkedHashMap<>();
    values.put("network_bytes_sent", provider == null ? null : readOrNull(provider::bytesSent));
    values.put(
        "network_bytes_received", provider == null ? null : readOrNull(provider::bytesReceived));
    values.put(
        "network_tcp_connections", provider == null ? null : readOrNull(provider::tcpConnections));
    values.put("network_tcp_errors", provider == null ? null : readOrNull(provider::tcpErrors));
    return values;
  }

  private interface Figure {
    @Nullable Long read() throws Throwable;
  }

  /** Calls the application's own code; what that throws does not keep other figures back. */
  private @Nullable Long readOrNull(Figure figure) {
    try {
      return figure.read();
    } catch (Throwable e) {
      boxes.recordError(e);
      return null;
    }
  }

  /** Returns milliseconds by the field names of a report, null for what did not happen. */
  static Map<String, @Nullable Number> timing(Box box) {
    Map<String, Long> stages = box.times().all();
    Map<String, @Nullable Number> timing = new LinkedHashMap<>();
    timing.put("total_create_duration_ms", millis(box.createNanos()));
    timing.put("guest_boot_duration_ms", millis(box.bootNanos()));
    for (String stage : STAGES) {
      timing.put(field(stage), millis(stages.getOrDefault(stage, Box.UNKNOWN)));
    }
    for (Map.Entry<String, Long> stage : stages.entrySet()) {
      timing.put(field(stage.getKey()), millis(stage.getValue()));
    }
    return timing;
  }

  private static String field(String stage) {
    return "stage_" + stage + "_ms";
  }

  private static @Nullable Number millis(long nanos) {
    return nanos < 0 ? null : nanos / 1e6;
  }
}
