package io.heddle.agent.cli.top.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads Prometheus' protobuf exposition; the numbers are those of the fields in its metrics.proto.
 * Protobuf is the one format that carries native histograms.
 */
final class Exposition {
  static final String CONTENT_TYPE =
      "application/vnd.google.protobuf;"
          + "proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static final int NAME_OF_FAMILY = 1;
  private static final int METRIC_OF_FAMILY = 4;
  private static final int LABEL_OF_METRIC = 1;
  private static final int GAUGE_OF_METRIC = 2;
  private static final int COUNTER_OF_METRIC = 3;
  private static final int HISTOGRAM_OF_METRIC = 7;
  private static final int NAME_OF_LABEL = 1;
  private static final int VALUE_OF_LABEL = 2;
  private static final int VALUE = 1;
  private static final int CREATED_OF_COUNTER = 3;
  private static final int SCHEMA = 5;
  private static final int ZERO_THRESHOLD = 6;
  private static final int ZERO_COUNT = 7;
  private static final int POSITIVE_SPAN = 12;
  private static final int POSITIVE_DELTA = 13;
  private static final int OFFSET_OF_SPAN = 1;
  private static final int LENGTH_OF_SPAN = 2;
  private static final int SECONDS_OF_TIME = 1;
  private static final int NANOS_OF_TIME = 2;
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private Exposition() {}

  /**
   * Reads all metrics.
   *
   * @throws IOException if the bytes are no exposition in protobuf
   */
  static List<Metric> parse(byte[] bytes) throws IOException {
    ProtobufMessage whole = new ProtobufMessage(bytes);
    List<Metric> metrics = new ArrayList<>();
    while (!whole.isAtEnd()) {
      metrics.add(metric(whole.nextDelimited()));
    }
    return metrics;
  }

  private static Metric metric(ProtobufMessage family) throws IOException {
    String name = "";
    List<Metric.Series> series = new ArrayList<>();
    while (family.next()) {
      if (family.field() == NAME_OF_FAMILY) {
        name = family.text();
      } else if (family.field() == METRIC_OF_FAMILY) {
        series.add(series(family.message()));
      }
    }
    return new Metric(name, series);
  }

  private static Metric.Series series(ProtobufMessage metric) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    double value = Double.NaN;
    long created = 0;
    NativeHistogram histogram = NativeHistogram.EMPTY;
    while (metric.next()) {
      switch (metric.field()) {
        case LABEL_OF_METRIC -> addLabel(metric.message(), labels);
        case GAUGE_OF_METRIC, COUNTER_OF_METRIC -> {
          boolean counter = metric.field() == COUNTER_OF_METRIC;
          value = 0;
          for (ProtobufMessage point = metric.message(); point.next(); ) {
            if (point.field() == VALUE) {
              value = point.real();
            } else if (counter && point.field() == CREATED_OF_COUNTER) {
              created = nanos(point.message());
            }
          }
        }
        case HISTOGRAM_OF_METRIC -> histogram = histogram(metric.message());
        default -> {
          // of no use here
        }
      }
    }
    return new Metric.Series(labels, value, created, histogram);
  }

  private static void addLabel(ProtobufMessage label, Map<String, String> labels)
      throws IOException {
    String name = "";
    String value = "";
    while (label.next()) {
      if (label.field() == NAME_OF_LABEL) {
        name = label.text();
      } else if (label.field() == VALUE_OF_LABEL) {
        value = label.text();
      }
    }
    labels.put(name, value);
  }

  private static long nanos(ProtobufMessage time) throws IOException {
    long nanos = 0;
    while (time.next()) {
      if (time.field() == SECONDS_OF_TIME) {
        nanos += time.number() * NANOS_A_SECOND;
      } else if (time.field() == NANOS_OF_TIME) {
        nanos += time.number();
      }
    }
    return nanos;
  }

  private static NativeHistogram histogram(ProtobufMessage message) throws IOException {
    int schema = 0;
    double threshold = 0;
    long zeros = 0;
    List<long[]> spans = new ArrayList<>();
    List<Long> deltas = new ArrayList<>();
    while (message.next()) {
      switch (message.field()) {
        case SCHEMA -> schema = (int) message.signed();
        case ZERO_THRESHOLD -> threshold = message.real();
        case ZERO_COUNT -> zeros = message.number();
        case POSITIVE_SPAN -> spans.add(span(message.message()));
        case POSITIVE_DELTA -> addDeltas(message, deltas);
        default -> {
          // classic buckets and sums
        }
      }
    }
    return new NativeHistogram(schema, threshold, zeros, buckets(spans, deltas));
  }

  private static long[] span(ProtobufMessage span) throws IOException {
    long[] offsetAndLength = new long[2];
    while (span.next()) {
      if (span.field() == OFFSET_OF_SPAN) {
        offsetAndLength[0] = span.signed();
      } else if (span.field() == LENGTH_OF_SPAN) {
        offsetAndLength[1] = span.number();
      }
    }
    return offsetAndLength;
  }

  private static void addDeltas(ProtobufMessage field, List<Long> deltas) throws IOException {
    if (!field.isPacked()) {
      deltas.add(field.signed());
      return;
    }
    for (ProtobufMessage packed = field.message(); !packed.isAtEnd(); ) {
      deltas.add(packed.nextPacked());
    }
  }

  /** Returns counts by index: spans say which buckets there are, deltas how their counts differ. */
  private static SortedMap<Integer, Long> buckets(List<long[]> spans, List<Long> deltas)
      throws IOException {
    SortedMap<Integer, Long> buckets = new TreeMap<>();
    int index = 0;
    int delta = 0;
    long count = 0;
    for (long[] span : spans) {
      index += (int) span[0];
      for (long i = 0; i < span[1]; i++) {
        if (delta == deltas.size()) {
          throw new IOException("a histogram has more buckets than counts");
        }
        count += deltas.get(delta++);
        buckets.put(index++, count);
      }
    }
    return buckets;
  }
}
