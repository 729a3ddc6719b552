package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.ExporterData;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.RunBox;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.snapshot.LabelText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of runs in flight, {@code {"inflight": […]}}.
 *
 * @param data with the runs in flight, oldest first
 * @param most maximum number of runs
 */
public record InFlightJson(ExporterData data, int most) implements Response.Body {
  /** Bytes of one run in a list that is sorted, besides those that its series has already. */
  private static final long RUN_BYTES = 96;

  @Override
  public long heldBytes() {
    return most * RUN_BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    TimestampFormat times = new TimestampFormat();
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("inflight");
      List<InFlightRun.InFlight> runs = data.inFlight();
      Map<InFlightRun, RunBox> boxes = data.boxesOfRuns();
      for (InFlightRun.InFlight run : runs) {
        write(json, times, run, boxes.get(run.run()));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private void write(
      JsonGenerator json, TimestampFormat times, InFlightRun.InFlight run, @Nullable RunBox box)
      throws IOException {
    json.writeStartObject();
    times.field(json, "since", run.sinceMillis());
    JsonWriter.number(json, "seconds", run.seconds());
    JsonWriter.text(json, "family", run.family());
    JsonWriter.labels(json, run.labels());
    JsonWriter.text(json, "stage", run.stage());
    JsonWriter.text(json, "thread", run.thread());
    long pid = run.pid() < 0 && box != null ? box.pid() : run.pid();
    if (pid < 0) {
      json.writeNullField("pid");
    } else {
      json.writeNumberField("pid", pid);
    }
    JsonWriter.text(json, "pidState", pid < 0 ? null : data.processState(pid));
    JsonWriter.text(json, "box", box == null ? null : box.id());
    stack(json, data.stack(run));
    json.writeEndObject();
  }

  private static void stack(JsonGenerator json, @Nullable List<String> frames) throws IOException {
    if (frames == null) {
      json.writeNullField("stack");
      return;
    }
    json.writeArrayFieldStart("stack");
    for (String frame : frames) {
      json.writeString(LabelText.wellFormed(frame));
    }
    json.writeEndArray();
  }
}
