package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.exposition.MetricHead;
import io.heddle.exporter.exposition.PointBlock;
import io.heddle.exporter.exposition.WritableMetrics;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes {@code {"families": […]}}, the same figures as the formats of Prometheus. Not thread-safe.
 */
public final class MetricsJson implements WritableMetrics.Writer {
  private final JsonGenerator json;
  private boolean inMetric;

  /** Begins to write to the stream, which it does not close. */
  public MetricsJson(OutputStream out) throws IOException {
    this.json = JsonWriter.to(out);
    json.writeStartObject();
    json.writeArrayFieldStart("families");
  }

  @Override
  public void write(MetricSnapshot metric, PointBlock points, MetricHead head, boolean continued)
      throws IOException {
    if (!continued) {
      endMetric();
      inMetric = true;
      json.writeStartObject();
      JsonWriter.text(json, "name", metric.name());
      json.writeStringField("type", type(metric));
      JsonWriter.text(json, "help", metric.help());
      json.writeArrayFieldStart("metrics");
    }
    writePoints(json, metric);
  }

  private void endMetric() throws IOException {
    if (inMetric) {
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** Writes the end of the object, after the last metric. */
  public void end() throws IOException {
    endMetric();
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  private static String type(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter) {
      return "counter";
    }
    if (metric instanceof MetricSnapshot.Gauge) {
      return "gauge";
    }
    return metric instanceof MetricSnapshot.Info ? "info" : "histogram";
  }

  private static void writePoints(JsonGenerator json, MetricSnapshot metric) throws IOException {
    if (metric instanceof MetricSnapshot.Counter counter) {
      writeValues(json, counter.points());
    } else if (metric instanceof MetricSnapshot.Gauge gauge) {
      writeValues(json, gauge.points());
    } else if (metric instanceof MetricSnapshot.Info info) {
      writeValue(json, info.labels(), 1);
    } else if (metric instanceof MetricSnapshot.Histogram histogram) {
      double[] bounds = histogram.grid().classicBounds();
      for (HistogramPoint point : histogram.points()) {
        writeHistogram(json, bounds, histogram.grid().classicCounts(point), point);
      }
    } else if (metric instanceof MetricSnapshot.ClassicHistogram histogram) {
      for (HistogramPoint point : histogram.points()) {
        writeHistogram(json, histogram.bounds(), point.counts(), point);
      }
    }
  }

  private static void writeValues(JsonGenerator json, List<Point> points) throws IOException {
    for (Point point : points) {
      writeValue(json, point.labels(), point.value());
    }
  }

  private static void writeValue(JsonGenerator json, LabelSet labels, double value)
      throws IOException {
    json.writeStartObject();
    JsonWriter.labels(json, labels);
    JsonWriter.number(json, "value", value);
    json.writeEndObject();
  }

  private static void writeHistogram(
      JsonGenerator json, double[] bounds, long[] counts, HistogramPoint point) throws IOException {
    json.writeStartObject();
    JsonWriter.labels(json, point.labels());
    json.writeNumberField("count", point.count());
    JsonWriter.number(json, "sum", point.sum());
    json.writeArrayFieldStart("buckets");
    long cumulated = 0;
    for (int i = 0; i < counts.length; i++) {
      cumulated += counts[i];
      json.writeStartObject();
      if (i < bounds.length) {
        JsonWriter.number(json, "le", bounds[i]);
      } else {
        json.writeStringField("le", "+Inf");
      }
      json.writeNumberField("count", cumulated);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
