package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.SampleReport;
import io.heddle.exporter.UnitSamples;
import io.heddle.exporter.http.Response;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code {"unit": …, "samples": […]}}, as long as it may be.
 *
 * @param unit whose samples they are
 * @param samples oldest first
 */
public record SamplesJson(String unit, UnitSamples samples) implements Response.Body {
  /** Samples that are copied out of memory at a time, and buffers of the files that they are in. */
  private static final long BATCH_BYTES = 64 * 1024;

  @Override
  public long heldBytes() {
    return BATCH_BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Times times = new Times();
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      Json.text(json, "unit", unit);
      json.writeArrayFieldStart("samples");
      samples.writeTo(sample -> write(json, times, sample));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Times times, SampleReport sample)
      throws IOException {
    json.writeStartObject();
    times.field(json, "timestamp", sample.epochMillis());
    Json.number(json, "cpu_percent", sample.cpuPercent());
    Json.count(json, "rss_bytes", sample.rssBytes());
    Json.count(json, "io_read_bytes", sample.ioReadBytes());
    Json.count(json, "io_write_bytes", sample.ioWriteBytes());
    // of a process alone nobody knows them, and zero would be a lie
    json.writeNullField("net_rx_bytes");
    json.writeNullField("net_tx_bytes");
    json.writeEndObject();
  }
}
