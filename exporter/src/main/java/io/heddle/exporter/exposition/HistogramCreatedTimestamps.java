package io.heddle.exporter.exposition;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Adds the created timestamps to the messages of histograms: client_java writes them for counters
 * only. The numbers are those of the fields in Prometheus' metrics.proto. Not thread-safe.
 */
final class HistogramCreatedTimestamps {
  private static final int METRIC_OF_FAMILY = 4;
  private static final int HISTOGRAM_OF_METRIC = 7;
  private static final int CREATED_OF_HISTOGRAM = 15;
  private static final int SECONDS_OF_TIME = 1;
  private static final int NANOS_OF_TIME = 2;

  private static final int VARINT = 0;
  private static final int DELIMITED = 2;
  private static final int FIXED_64 = 1;
  private static final int TYPE_BITS = 3;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private final byte[] from;
  private int at;

  private HistogramCreatedTimestamps(byte[] from) {
    this.from = from;
  }

  /**
   * Returns the message with the created timestamps added.
   *
   * @param delimited a message of a metric family behind its length, as client_java wrote it
   * @param written the snapshot that was written: its metrics come in the same order
   */
  static byte[] addTo(byte[] delimited, HistogramSnapshot written) {
    HistogramCreatedTimestamps message = new HistogramCreatedTimestamps(delimited);
    message.varint();
    return message.family(written.getDataPoints());
  }

  private byte[] family(List<HistogramDataPointSnapshot> points) {
    ByteArrayOutputStream to = new ByteArrayOutputStream(from.length + points.size() * 20);
    ByteArrayOutputStream family = new ByteArrayOutputStream(from.length + points.size() * 20);
    int next = 0;
    while (at < from.length) {
      int begin = at;
      if (field(from.length) == METRIC_OF_FAMILY) {
        metric(family, points.get(next++).getCreatedTimestampMillis());
      } else {
        family.write(from, begin, at - begin);
      }
    }
    writeVarint(to, family.size());
    to.writeBytes(family.toByteArray());
    return to.toByteArray();
  }

  /** Index behind tag and length of the delimited field that was read last. */
  private int content;

  /** Reads a field and returns its number. */
  private int field(int end) {
    int tag = (int) varint();
    switch (tag & ((1 << TYPE_BITS) - 1)) {
      case VARINT -> varint();
      case DELIMITED -> {
        int length = (int) varint();
        content = at;
        at += length;
      }
      case FIXED_64 -> at += Long.BYTES;
      default -> at += Integer.BYTES;
    }
    if (at > end) {
      throw new IllegalStateException("a message of client_java ends early");
    }
    return tag >>> TYPE_BITS;
  }

  /** Writes the metric that was read last. */
  private void metric(ByteArrayOutputStream to, long createdMillis) {
    int end = at;
    ByteArrayOutputStream metric = new ByteArrayOutputStream(end - content + 20);
    at = content;
    while (at < end) {
      int begin = at;
      if (field(end) == HISTOGRAM_OF_METRIC) {
        byte[] created = created(createdMillis);
        writeTag(metric, HISTOGRAM_OF_METRIC, DELIMITED);
        writeVarint(metric, at - content + created.length);
        metric.write(from, content, at - content);
        metric.writeBytes(created);
      } else {
        metric.write(from, begin, at - begin);
      }
    }
    writeTag(to, METRIC_OF_FAMILY, DELIMITED);
    writeVarint(to, metric.size());
    to.writeBytes(metric.toByteArray());
  }

  private static byte[] created(long millis) {
    ByteArrayOutputStream time = new ByteArrayOutputStream();
    writeTag(time, SECONDS_OF_TIME, VARINT);
    writeVarint(time, millis / 1000);
    writeTag(time, NANOS_OF_TIME, VARINT);
    writeVarint(time, millis % 1000 * 1_000_000);
    ByteArrayOutputStream created = new ByteArrayOutputStream();
    writeTag(created, CREATED_OF_HISTOGRAM, DELIMITED);
    writeVarint(created, time.size());
    created.writeBytes(time.toByteArray());
    return created.toByteArray();
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += BITS) {
      byte one = from[at++];
      value |= (long) (one & (MORE - 1)) << shift;
      if (one >= 0) {
        return value;
      }
    }
  }

  private static void writeTag(ByteArrayOutputStream to, int field, int type) {
    writeVarint(to, (long) field << TYPE_BITS | type);
  }

  private static void writeVarint(ByteArrayOutputStream to, long value) {
    long left = value;
    while (left >= MORE) {
      to.write((int) (left & (MORE - 1)) | MORE);
      left >>>= BITS;
    }
    to.write((int) left);
  }
}
