package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes protobuf, one message for each metric, to the byte as client_java does; the numbers are
 * those of the fields in Prometheus' metrics.proto. The length of a message comes first, so a
 * metric is kept until its last block is there. Not thread-safe.
 */
final class ProtobufWriter extends ExpositionWriter {
  private static final int NAME_OF_FAMILY = 1;
  private static final int HELP_OF_FAMILY = 2;
  private static final int TYPE_OF_FAMILY = 3;
  private static final int METRIC_OF_FAMILY = 4;
  private static final int LABEL_OF_METRIC = 1;
  private static final int GAUGE_OF_METRIC = 2;
  private static final int COUNTER_OF_METRIC = 3;
  private static final int HISTOGRAM_OF_METRIC = 7;
  private static final int NAME_OF_LABEL = 1;
  private static final int VALUE_OF_LABEL = 2;
  private static final int VALUE = 1;
  private static final int CREATED_OF_COUNTER = 3;

  private static final int COUNTER = 0;
  private static final int GAUGE = 1;
  private static final int HISTOGRAM = 4;

  private final OutputStream out;
  private final ProtobufMessage message = new ProtobufMessage();
  private final EncodedBytes block = new EncodedBytes();
  private final EncodedBytes text = new EncodedBytes();
  private final EncodedBytes label = new EncodedBytes();
  private final EncodedBytes labels = new EncodedBytes();
  private final EncodedBytes value = new EncodedBytes();
  private final ProtobufHistogram histograms = new ProtobufHistogram();

  ProtobufWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(MetricSnapshot metric, PointBlock points, MetricHead head, boolean continued)
      throws IOException {
    if (!continued) {
      writeMessage();
      begin(metric, head);
    }
    int field = field(metric);
    for (int i = 0; i < points.size(); i++) {
      labels(points, points.labels(i));
      value.clear();
      if (metric instanceof MetricSnapshot.Info) {
        ProtobufFields.fixed(value, VALUE, 1);
      } else if (field == HISTOGRAM_OF_METRIC) {
        histogram(metric, points.histogram(i));
      } else {
        Point point = points.value(i);
        ProtobufFields.fixed(value, VALUE, point.value());
        if (field == COUNTER_OF_METRIC) {
          ProtobufFields.time(value, CREATED_OF_COUNTER, point.createdMillis());
        }
      }
      int length = labels.size() + ProtobufFields.delimitedSize(field, value.size());
      ProtobufFields.tag(block, METRIC_OF_FAMILY, ProtobufFields.DELIMITED).varint(length);
      block.put(labels);
      ProtobufFields.delimited(block, field, value);
      block.moveTo(message);
    }
  }

  private void begin(MetricSnapshot metric, MetricHead head) throws IOException {
    text.clear();
    text.text(head.name()).text(MetricHead.suffix(metric));
    ProtobufFields.delimited(block, NAME_OF_FAMILY, text);
    text.clear();
    ProtobufFields.delimited(block, HELP_OF_FAMILY, text.text(head.help()));
    int type = metric instanceof MetricSnapshot.Counter ? COUNTER : GAUGE;
    ProtobufFields.tag(block, TYPE_OF_FAMILY, ProtobufFields.VARINT)
        .varint(SnapshotChunks.isHistogram(metric) ? HISTOGRAM : type);
    block.moveTo(message);
  }

  private static int field(MetricSnapshot metric) {
    if (SnapshotChunks.isHistogram(metric)) {
      return HISTOGRAM_OF_METRIC;
    }
    return metric instanceof MetricSnapshot.Counter ? COUNTER_OF_METRIC : GAUGE_OF_METRIC;
  }

  private void labels(PointBlock points, LabelSet set) {
    LabelNames names = points.names(set);
    labels.clear();
    for (int i = 0; i < names.size(); i++) {
      label.clear();
      text.clear();
      ProtobufFields.delimited(label, NAME_OF_LABEL, text.text(names.name(i)));
      text.clear();
      ProtobufFields.delimited(label, VALUE_OF_LABEL, text.text(names.value(i, set)));
      ProtobufFields.delimited(labels, LABEL_OF_METRIC, label);
    }
  }

  private void histogram(MetricSnapshot metric, HistogramPoint point) {
    if (metric instanceof MetricSnapshot.Histogram histogram) {
      histograms.encode(value, histogram.grid(), point);
    } else {
      histograms.encode(value, ((MetricSnapshot.ClassicHistogram) metric).bounds(), point);
    }
  }

  /** Writes the message of the last metric after its length. */
  private void writeMessage() throws IOException {
    if (message.size() > 0) {
      block.varint(message.size()).moveTo(out);
      message.moveTo(out);
    }
  }

  @Override
  public void end() throws IOException {
    writeMessage();
  }
}
