package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Reply;
import io.heddle.registry.HistogramPoint;
import io.heddle.registry.LabelSet;
import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.Point;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * {@code {"families": […]}}, the same figures as the formats of Prometheus.
 *
 * @param metrics at one moment
 */
public record MetricsJson(List<MetricSnapshot> metrics) implements Reply.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("families");
      for (MetricSnapshot metric : metrics) {
        json.writeStartObject();
        Json.text(json, "name", metric.name());
        json.writeStringField("type", type(metric));
        Json.text(json, "help", metric.help());
        json.writeArrayFieldStart("metrics");
        writePoints(json, metric);
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
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
    Json.labels(json, labels);
    Json.number(json, "value", value);
    json.writeEndObject();
  }

  private static void writeHistogram(
      JsonGenerator json, double[] bounds, long[] counts, HistogramPoint point) throws IOException {
    json.writeStartObject();
    Json.labels(json, point.labels());
    json.writeNumberField("count", point.count());
    Json.number(json, "sum", point.sum());
    json.writeArrayFieldStart("buckets");
    long cumulated = 0;
    for (int i = 0; i < counts.length; i++) {
      cumulated += counts[i];
      json.writeStartObject();
      if (i < bounds.length) {
        Json.number(json, "le", bounds[i]);
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
