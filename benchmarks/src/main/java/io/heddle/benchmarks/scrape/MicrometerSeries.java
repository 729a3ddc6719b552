package io.heddle.benchmarks.scrape;

import io.heddle.exporter.exposition.Format;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@link ScrapeShape} in Micrometer's registry for Prometheus. Its timers have no native buckets,
 * and one gauge more each, the maximum.
 */
final class MicrometerSeries implements ScrapeSubject {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  // a gauge keeps what it reads weakly
  private final List<AtomicInteger> inFlight = new ArrayList<>();

  MicrometerSeries(ScrapeShape shape) {
    Duration[] bounds =
        Arrays.stream(ScrapeShape.bounds())
            .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
            .toArray(Duration[]::new);
    for (int set = 0; set < shape.sets(); set++) {
      fill(ScrapeShape.family(set / shape.perFamily()), set, bounds);
    }
  }

  @Override
  public String name() {
    return "Micrometer 1.16, classic only";
  }

  @Override
  public boolean writes(Format format) {
    return true;
  }

  private void fill(String family, int set, Duration... bounds) {
    String name = ScrapeShape.PREFIX + "." + family;
    List<String> values = ScrapeShape.labels(set);
    Tags tags = Tags.of("service", values.get(0), "method", values.get(1));
    Tags outcome = tags.and("outcome", "success");
    int ended = ScrapeShape.completed(set);
    AtomicInteger open = new AtomicInteger(ScrapeShape.open(set));
    inFlight.add(open);
    Counter.builder(name + ".started").tags(tags).register(registry).increment(ended + open.get());
    Counter.builder(name + ".completed").tags(outcome).register(registry).increment(ended);
    Gauge.builder(name + ".in.flight", open, AtomicInteger::get).tags(tags).register(registry);
    Timer timer =
        Timer.builder(name + ".duration")
            .tags(outcome)
            .serviceLevelObjectives(bounds)
            .register(registry);
    for (int run = 0; run < ended; run++) {
      timer.record(ScrapeShape.nanos(set, run), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void write(Format format, OutputStream out) throws IOException {
    registry.scrape(out, format.contentType());
  }
}
