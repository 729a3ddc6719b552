package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Reply;
import io.heddle.registry.OpenRun;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * {@code {"inflight": […]}}.
 *
 * @param runs in flight, oldest first
 */
public record InFlightJson(List<OpenRun.InFlight> runs) implements Reply.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    Instant now = Instant.now();
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("inflight");
      for (OpenRun.InFlight run : runs) {
        write(json, run, now);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, OpenRun.InFlight run, Instant now)
      throws IOException {
    Instant since = now.minusNanos((long) (run.seconds() * 1e9)).truncatedTo(ChronoUnit.MILLIS);
    json.writeStartObject();
    json.writeStringField("since", since.toString());
    Json.number(json, "seconds", run.seconds());
    Json.text(json, "family", run.family());
    Json.labels(json, run.labels());
    Json.text(json, "stage", run.stage());
    Json.text(json, "thread", run.thread());
    if (run.pid() < 0) {
      json.writeNullField("pid");
    } else {
      json.writeNumberField("pid", run.pid());
    }
    json.writeEndObject();
  }
}
