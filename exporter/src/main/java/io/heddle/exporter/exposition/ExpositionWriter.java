package io.heddle.exporter.exposition;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a scrape in one of the formats of Prometheus. The writers of client_java make the same
 * bytes, which tests hold, but need an object for each point, label set and line: see {@link
 * TextWriter}.
 */
public abstract class ExpositionWriter implements WritableMetrics.Writer {
  /** Returns a writer for one scrape, which does not close the stream. */
  public static ExpositionWriter of(Format format, OutputStream out) {
    return switch (format) {
      case TEXT -> new TextWriter(out, false);
      case OPEN_METRICS -> new TextWriter(out, true);
      case PROTOBUF -> new ProtobufWriter(out);
    };
  }

  /** Writes the end of the response, after the last metric. */
  public abstract void end() throws IOException;
}
