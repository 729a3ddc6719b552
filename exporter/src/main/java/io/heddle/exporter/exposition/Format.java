package io.heddle.exporter.exposition;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of Prometheus, with the choice of the one that a client asks for. */
public enum Format {
  /** Prometheus text. */
  TEXT("text/plain; version=0.0.4; charset=utf-8", 0, 0),
  /** OpenMetrics text. */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8", 0, 0),
  /** Length-delimited protobuf; the only one that carries native histograms. */
  PROTOBUF(
      "application/vnd.google.protobuf; "
          + "proto=io.prometheus.client.MetricFamily; encoding=delimited",
      32,
      3);

  /** Bytes of a point of a counter or gauge, which waits until its metric is written. */
  private static final int POINT_BYTES = 44;

  /** Bytes of the block of points that is being translated and written. */
  private static final int BLOCK_BYTES = 128 * 1024;

  private final String contentType;
  private final int bucketBytes;
  private final int characterBytes;

  /**
   * Creates a format.
   *
   * @param bucketBytes bytes per bucket of the encoded histograms that wait for the last one of
   *     their metric
   * @param characterBytes likewise, bytes per character of a label value
   */
  Format(String contentType, int bucketBytes, int characterBytes) {
    this.contentType = contentType;
    this.bucketBytes = bucketBytes;
    this.characterBytes = characterBytes;
  }

  /** Weighs a scrape, as {@link io.heddle.registry.Registry#weigh} does. */
  public interface Weigher {
    /** Returns the weight of the heaviest family, as the sum of its parts. */
    long weigh(long perPoint, long perBucket, long perCharacter);
  }

  /** Returns the bytes that a scrape holds at most, without those of its connection. */
  public long heldBytes(Weigher weigher) {
    return BLOCK_BYTES + weigher.weigh(POINT_BYTES, bucketBytes, characterBytes);
  }

  /** Returns the whole value of the header Content-Type. */
  public String contentType() {
    return contentType;
  }

  /**
   * Returns the format with the highest q, the first one of several; text if there is none, as
   * every scraper reads it.
   *
   * @param accept value of the header Accept, may be empty
   */
  public static Format accepted(String accept) {
    Format best = TEXT;
    double bestQuality = 0;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
      Format format = offered(parts);
      double quality = format == null ? 0 : quality(parts);
      if (format != null && quality > bestQuality) {
        best = format;
        bestQuality = quality;
      }
    }
    return best;
  }

  private static @Nullable Format offered(String[] parts) {
    String version = parameter(parts, "version", "");
    return switch (parts[0].strip()) {
      case "text/*", "*/*" -> TEXT;
      // text 1.0.0 differs only in names that Heddle does not have
      case "text/plain" -> List.of("", "0.0.4", "1.0.0").contains(version) ? TEXT : null;
      case "application/openmetrics-text" ->
          List.of("", "0.0.1", "1.0.0").contains(version) ? OPEN_METRICS : null;
      case "application/vnd.google.protobuf" -> isDelimitedFamily(parts) ? PROTOBUF : null;
      default -> null;
    };
  }

  private static boolean isDelimitedFamily(String[] parts) {
    return parameter(parts, "proto", "").equals("io.prometheus.client.metricfamily")
        && parameter(parts, "encoding", "").equals("delimited");
  }

  private static double quality(String[] parts) {
    try {
      double quality = Double.parseDouble(parameter(parts, "q", "1"));
      return quality >= 0 && quality <= 1 ? quality : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String parameter(String[] parts, String name, String absent) {
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0 && parts[i].substring(0, equals).strip().equals(name)) {
        String value = parts[i].substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return absent;
  }
}
