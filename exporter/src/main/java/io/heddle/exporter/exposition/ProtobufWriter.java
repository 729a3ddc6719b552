package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.MetricSnapshot;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;

/**
 * Writes protobuf, one message for each metric. The length comes first, so a metric is kept until
 * its last block is there; its messages put together, one after the other, are by the rules of
 * protobuf one message with the points of all. Not thread-safe.
 */
final class ProtobufWriter extends ExpositionWriter {
  private static final int CHUNK = 8 * 1024;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private final PrometheusProtobufWriter writer = new PrometheusProtobufWriter();
  private final OutputStream out;
  private final Message message = new Message();

  ProtobufWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(
      MetricSnapshot metric,
      io.prometheus.metrics.model.snapshots.MetricSnapshot translated,
      boolean continued)
      throws IOException {
    if (!continued) {
      message.writeDelimited();
    }
    message.begin();
    if (translated instanceof HistogramSnapshot histogram && isStarted(histogram)) {
      ByteArrayOutputStream block = new ByteArrayOutputStream(CHUNK);
      writer.write(block, MetricSnapshots.of(translated), EscapingScheme.UNDERSCORE_ESCAPING);
      byte[] bytes = HistogramCreatedTimestamps.addTo(block.toByteArray(), histogram);
      message.write(bytes, 0, bytes.length);
    } else {
      writer.write(message, MetricSnapshots.of(translated), EscapingScheme.UNDERSCORE_ESCAPING);
    }
  }

  private static boolean isStarted(HistogramSnapshot histogram) {
    return histogram.getDataPoints().stream().allMatch(DataPointSnapshot::hasCreatedTimestamp);
  }

  @Override
  public void end() throws IOException {
    message.writeDelimited();
  }

  /** The message of one metric, joined from those of its blocks. */
  private final class Message extends OutputStream {
    private final ArrayDeque<byte[]> full = new ArrayDeque<>();
    private byte[] last = new byte[CHUNK];
    private int used;
    private boolean inLength;

    /** Begins another block, which starts with its own length. */
    void begin() {
      inLength = true;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      int at = offset;
      int end = offset + length;
      while (inLength && at < end) {
        inLength = (from[at++] & MORE) != 0;
      }
      while (at < end) {
        if (used == CHUNK) {
          full.add(last);
          last = new byte[CHUNK];
          used = 0;
        }
        int n = Math.min(end - at, CHUNK - used);
        System.arraycopy(from, at, last, used, n);
        used += n;
        at += n;
      }
    }

    /** Writes the whole message after its length, piece by part, and empties it. */
    void writeDelimited() throws IOException {
      int size = full.size() * CHUNK + used;
      if (size == 0) {
        return;
      }
      for (int left = size; left != 0; left >>>= BITS) {
        out.write(left < MORE ? left : (left & (MORE - 1)) | MORE);
      }
      for (byte[] part = full.poll(); part != null; part = full.poll()) {
        out.write(part, 0, CHUNK);
      }
      out.write(last, 0, used);
      used = 0;
    }
  }
}
