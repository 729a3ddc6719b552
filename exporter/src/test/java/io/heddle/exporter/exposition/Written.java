package io.heddle.exporter.exposition;

import io.heddle.registry.Registry;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_34_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry, and its metrics as the writers write them. Not thread-safe. */
final class Written {
  static final BucketLayout GRID = new BucketLayout(new double[] {.1, .5, 1, 2.5, 5, 10, 30, 60});

  final Registry registry = new Registry("heddle", 2000, 8 << 20);

  /** Series that could not be written, by metric. */
  final Map<String, Integer> refused = new HashMap<>();

  Cells tool(String tool) {
    return registry
        .family(new FamilySpec("tool", "Tool calls", List.of("tool"), GRID, true))
        .series(List.of(tool))
        .shared();
  }

  interface Scraped {
    void scrape(MetricSink sink) throws IOException;
  }

  byte[] bytes(Scraped scraped, Format format, String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(
        scraped,
        format,
        out,
        (metric, series, why) -> refused.merge(metric, series, Integer::sum),
        names);
    return out.toByteArray();
  }

  /** Writes what can all be written. */
  static void write(Scraped scraped, Format format, OutputStream out) throws IOException {
    write(
        scraped,
        format,
        out,
        (metric, series, why) -> {
          throw new IllegalStateException(metric + ": " + why);
        });
  }

  private static void write(
      Scraped scraped,
      Format format,
      OutputStream out,
      WritableMetrics.Refusals refusals,
      String... names)
      throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(format, out);
    scraped.scrape(
        new WritableMetrics(RequestedMetricNames.only(List.of(names)), refusals, writer));
    writer.end();
  }

  byte[] bytes(List<MetricSnapshot> metrics, Format format) throws IOException {
    return bytes(
        sink -> {
          for (MetricSnapshot metric : metrics) {
            sink.take(metric, false);
          }
        },
        format);
  }

  String text(Format format) throws IOException {
    return new String(bytes(registry::scrape, format), StandardCharsets.UTF_8);
  }

  List<Metrics.MetricFamily> protobuf() throws IOException {
    return families(bytes(registry::scrape, Format.PROTOBUF));
  }

  static List<Metrics.MetricFamily> families(byte[] message) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(message);
    List<Metrics.MetricFamily> families = new ArrayList<>();
    for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
        family != null;
        family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
      families.add(family);
    }
    return families;
  }
}
