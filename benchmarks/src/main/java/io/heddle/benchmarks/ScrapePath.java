package io.heddle.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One scrape, collected and written as text without a network. See {@link ScrapeTable}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ScrapePath {
  /** Heddle's registry and exporter. */
  @State(Scope.Benchmark)
  public static class Heddle {
    final HeddleSeries series = new HeddleSeries();
  }

  /** The registry of client_java, histograms with classic buckets only. */
  @State(Scope.Benchmark)
  public static class Classic {
    final ClientJavaSeries series = new ClientJavaSeries(true);
  }

  /** The registry of client_java, histograms as it makes them by default. */
  @State(Scope.Benchmark)
  public static class Both {
    final ClientJavaSeries series = new ClientJavaSeries(false);
  }

  /** Heddle. */
  @Benchmark
  public void heddle(Heddle content) throws IOException {
    content.series.write(OutputStream.nullOutputStream());
  }

  /** By hand, classic buckets. */
  @Benchmark
  public void clientJavaClassic(Classic content) throws IOException {
    content.series.write(OutputStream.nullOutputStream());
  }

  /** By hand, classic and native buckets, as Heddle keeps them. */
  @Benchmark
  public void clientJavaDefault(Both content) throws IOException {
    content.series.write(OutputStream.nullOutputStream());
  }
}
