package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSamples;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The samples of one unit, {@code {"unit": …, "samples": […]}}, of any length.
 *
 * @param unit id of the unit
 * @param samples oldest first
 */
public record SamplesJson(String unit, UnitSamples samples) implements Response.Body {
  /** Bytes of the samples copied out of memory at a time, and of the buffers of their files. */
  private static final long BATCH_BYTES = 64 * 1024;

  @Override
  public long heldBytes() {
    return BATCH_BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    TimestampFormat times = new TimestampFormat();
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      JsonWriter.text(json, "unit", unit);
      json.writeArrayFieldStart("samples");
      samples.writeTo(sample -> write(json, times, sample));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, TimestampFormat times, UnitSample sample)
      throws IOException {
    json.writeStartObject();
    times.field(json, "timestamp", sample.epochMillis());
    JsonWriter.number(json, "cpu_percent", sample.cpuPercent());
    JsonWriter.count(json, "rss_bytes", sample.residentBytes());
    JsonWriter.count(json, "io_read_bytes", sample.readBytes());
    JsonWriter.count(json, "io_write_bytes", sample.writtenBytes());
    // they are not known for a single process, and zero would be a lie
    json.writeNullField("net_rx_bytes");
    json.writeNullField("net_tx_bytes");
    json.writeEndObject();
  }
}
