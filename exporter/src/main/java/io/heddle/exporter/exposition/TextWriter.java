package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes Prometheus text or OpenMetrics, to the byte as client_java does. Names and bounds are
 * encoded once a metric, labels once a point, and numbers without a String: a scrape takes 0.2 to
 * 0.3 of the time of client_java's, and leaves a tenth of its garbage; with client_java's writers
 * it took 0.8 and left as much. Not thread-safe.
 */
final class TextWriter extends ExpositionWriter {
  private static final int CHUNK = 8 * 1024;
  private static final byte[] END_OF_LABELS = bytes("\"} ");
  private static final byte[] NO_LABELS = bytes(" ");

  private final OutputStream out;
  private final boolean openMetrics;
  private final EncodedBytes text = new EncodedBytes(CHUNK + CHUNK / 2);
  private final EncodedBytes labels = new EncodedBytes();
  // names of the samples of the metric that is being written
  private byte[] sample = {};
  private byte[] count = {};
  private byte[] sum = {};
  private byte[] created = {};
  // of its buckets: what follows other labels, and what stands alone
  private byte[][] boundsAfterLabels = {};
  private byte[][] boundsAlone = {};
  private long[] counts = {};

  TextWriter(OutputStream out, boolean openMetrics) {
    this.out = out;
    this.openMetrics = openMetrics;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void write(MetricSnapshot metric, PointBlock points, MetricHead head, boolean continued)
      throws IOException {
    if (!continued) {
      begin(metric, head);
    }
    boolean withCreated = openMetrics && !(metric instanceof MetricSnapshot.Gauge);
    for (int i = 0; i < points.size(); i++) {
      LabelSet set = points.labels(i);
      labels.clear();
      points.names(set).appendTo(labels, set);
      if (metric instanceof MetricSnapshot.Info) {
        line(sample).put('1').put('\n');
      } else if (SnapshotChunks.isHistogram(metric)) {
        histogram(metric, points.histogram(i));
      } else {
        Point point = points.value(i);
        line(sample).number(point.value()).put('\n');
        created(withCreated ? point.createdMillis() : 0);
      }
      if (text.size() >= CHUNK) {
        text.moveTo(out);
      }
    }
    text.moveTo(out);
  }

  private void begin(MetricSnapshot metric, MetricHead head) {
    String name = head.name();
    String whole = name + MetricHead.suffix(metric);
    if (openMetrics) {
      type(name, metric instanceof MetricSnapshot.Info ? "info" : type(metric));
      help(name, head.help());
    } else {
      help(whole, head.help());
      type(whole, type(metric));
    }
    created = bytes(name + "_created");
    if (SnapshotChunks.isHistogram(metric)) {
      sample = bytes(name + "_bucket");
      count = bytes(name + "_count");
      sum = bytes(name + "_sum");
      bounds(
          metric instanceof MetricSnapshot.Histogram histogram
              ? histogram.grid().classicBounds()
              : ((MetricSnapshot.ClassicHistogram) metric).bounds());
    } else {
      sample = bytes(whole);
    }
  }

  private void help(String name, String help) {
    if (!help.isEmpty()) {
      text.text("# HELP ").text(name).put(' ');
      if (openMetrics) {
        text.quoted(help);
      } else {
        text.escaped(help);
      }
      text.put('\n');
    }
  }

  private void type(String name, String type) {
    text.text("# TYPE ").text(name).put(' ').text(type).put('\n');
  }

  private static String type(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter) {
      return "counter";
    }
    return SnapshotChunks.isHistogram(metric) ? "histogram" : "gauge";
  }

  private void bounds(double... finite) {
    int buckets = finite.length + 1;
    boundsAfterLabels = new byte[buckets][];
    boundsAlone = new byte[buckets][];
    counts = new long[buckets];
    for (int i = 0; i < buckets; i++) {
      String bound = i < finite.length ? text(finite[i]) : "+Inf";
      boundsAfterLabels[i] = bytes("\",le=\"" + bound + "\"} ");
      boundsAlone[i] = bytes("{le=\"" + bound + "\"} ");
    }
  }

  private static String text(double bound) {
    return bound == Double.NEGATIVE_INFINITY ? "-Inf" : Double.toString(bound);
  }

  private void histogram(MetricSnapshot metric, HistogramPoint point) {
    long[] classic = point.counts();
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      BucketLayout layout = histogram.grid();
      layout.classicCounts(point, counts);
      classic = counts;
    }
    byte[][] bounds = labels.size() == 0 ? boundsAlone : boundsAfterLabels;
    long cumulated = 0;
    for (int i = 0; i < bounds.length; i++) {
      cumulated += classic[i];
      text.put(sample).put(labels).put(bounds[i]).number(cumulated).put('\n');
    }
    boolean withSum = !Double.isNaN(point.sum());
    if (withSum || !openMetrics) {
      line(count).number(cumulated).put('\n');
    }
    if (withSum) {
      line(sum).number(point.sum()).put('\n');
    }
    created(openMetrics ? point.createdMillis() : 0);
  }

  private void created(long millis) {
    if (millis != 0) {
      line(created).seconds(millis).put('\n');
    }
  }

  /** Begins a line: all but the value and the line feed. */
  private EncodedBytes line(byte[] name) {
    text.put(name).put(labels);
    return text.put(labels.size() == 0 ? NO_LABELS : END_OF_LABELS);
  }

  @Override
  public void end() throws IOException {
    if (openMetrics) {
      text.text("# EOF\n").moveTo(out);
    }
  }
}
