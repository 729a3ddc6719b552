package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.MetricSnapshot;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes text, block by block. The writer of client_java writes each block as if it were all: with
 * the head of its metric, which is dropped from the second block of a metric on, and in OpenMetrics
 * with a last line, which is kept back until the end. Not thread-safe.
 */
final class TextWriter extends ExpositionWriter {
  private static final byte[] EOF = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

  private final ExpositionFormatWriter writer;
  private final OutputStream out;
  private final boolean withEof;
  private final Block block = new Block();

  TextWriter(ExpositionFormatWriter writer, OutputStream out, boolean withEof) {
    this.writer = writer;
    this.out = out;
    this.withEof = withEof;
  }

  @Override
  public void write(
      MetricSnapshot metric,
      io.prometheus.metrics.model.snapshots.MetricSnapshot translated,
      boolean continued)
      throws IOException {
    block.begin(continued);
    writer.write(block, MetricSnapshots.of(translated), EscapingScheme.UNDERSCORE_ESCAPING);
    block.end();
  }

  @Override
  public void end() throws IOException {
    if (withEof) {
      out.write(EOF);
    }
  }

  /** Passes on one block without its last line, and without its head if it is continued. */
  private final class Block extends OutputStream {
    private final byte[] last = new byte[EOF.length];
    private int kept;
    private boolean inHead;
    private boolean lineBegins;

    void begin(boolean withoutHead) {
      inHead = withoutHead;
      lineBegins = true;
      kept = 0;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int begin = inHead ? afterHead(from, offset, offset + length) : offset;
      int rest = offset + length - begin;
      if (withEof) {
        keepBack(from, begin, rest);
      } else {
        out.write(from, begin, rest);
      }
    }

    /** Returns the index after the head, whose lines begin with a hash, as no sample does. */
    private int afterHead(byte[] from, int begin, int end) {
      for (int i = begin; i < end; i++) {
        if (lineBegins && from[i] != '#') {
          inHead = false;
          return i;
        }
        lineBegins = from[i] == '\n';
      }
      return end;
    }

    private void keepBack(byte[] from, int begin, int length) throws IOException {
      int passed = Math.max(0, kept + length - last.length);
      int old = Math.min(kept, passed);
      out.write(last, 0, old);
      out.write(from, begin, passed - old);
      System.arraycopy(last, old, last, 0, kept - old);
      int fresh = length - (passed - old);
      System.arraycopy(from, begin + passed - old, last, kept - old, fresh);
      kept += length - passed;
    }

    void end() {
      if (withEof && !Arrays.equals(last, EOF)) {
        throw new IllegalStateException("OpenMetrics without its last line");
      }
    }
  }
}
