package io.heddle.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random metrics of every type, to the byte as client_java writes them. */
class ClientJavaBytesTest {
  private static final int ROUNDS = Boolean.getBoolean("heddle.long") ? 20_000 : 400;
  private static final long MILLIS = 1_700_000_000_000L;
  private static final List<BucketLayout> LAYOUTS =
      List.of(
          Written.GRID,
          new BucketLayout(new double[0]),
          new BucketLayout(new double[] {1e-7, .001, 123.456789, 1e8}));
  private static final List<List<String>> NAMES =
      List.of(
          List.of(),
          List.of("tool"),
          List.of("z", "a", "m"),
          List.of("outcome", "Label", "_x"),
          List.of("with.dot", "caf\u00e9"));
  private static final int[] LETTERS =
      "ab01 _\"\\\n{}=,#.\t\u007f\u00e9\u0800\uFFFD\uD83D\uDE00".codePoints().toArray();

  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource(Format.class)
  void shouldWriteWhatClientJavaWrites(Format format) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      MetricSnapshot metric = metric(round, format != Format.PROTOBUF);
      assertThat(text(new Written().bytes(List.of(metric), format)))
          .as("round %d", round)
          .isEqualTo(text(ClientJava.bytes(metric, format)));
    }
  }

  /** One character for each byte. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns a metric of each type in turn.
   *
   * @param created true: histograms tell when they began, which client_java's protobuf leaves out
   */
  private MetricSnapshot metric(int round, boolean created) {
    String name = List.of("shop_orders", "_x:y", "caf\u00e9.size").get(random.nextInt(3));
    String help = random.nextInt(4) == 0 ? "" : word();
    List<LabelSet> sets = sets();
    return switch (round % 5) {
      case 0 -> new MetricSnapshot.Counter(name + "_total", help, values(sets, true));
      case 1 -> new MetricSnapshot.Gauge(name, help, values(sets, false));
      case 2 -> new MetricSnapshot.Info(name + "_info", help, sets.get(0));
      case 3 -> {
        double[] bounds = {-2.5, 0, 7, 1e22};
        yield new MetricSnapshot.ClassicHistogram(
            name, help, bounds, histograms(sets, bounds.length + 1, created));
      }
      default -> {
        BucketLayout layout = LAYOUTS.get(random.nextInt(LAYOUTS.size()));
        yield new MetricSnapshot.Histogram(name, help, layout, histograms(sets, layout, created));
      }
    };
  }

  private List<LabelSet> sets() {
    List<String> names = NAMES.get(random.nextInt(NAMES.size()));
    Set<LabelSet> sets = new LinkedHashSet<>();
    for (int left = 1 + random.nextInt(20); left > 0; left--) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        values.add(word());
      }
      sets.add(new LabelSet(names, values));
    }
    return List.copyOf(sets);
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      word.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return word.toString();
  }

  private List<Point> values(List<LabelSet> sets, boolean counter) {
    List<Point> points = new ArrayList<>();
    for (LabelSet set : sets) {
      double value = number();
      points.add(
          counter
              ? new Point(set, value < 0 ? -value : value, created())
              : new Point(set, value, 0));
    }
    return points;
  }

  private long created() {
    return random.nextInt(3) == 0 ? 0 : MILLIS + random.nextInt(3000);
  }

  private double number() {
    return switch (random.nextInt(8)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt(2000) - 1000;
      case 2 -> (double) (random.nextLong() >> random.nextInt(64));
      case 3 -> Math.pow(10, random.nextInt(40) - 20);
      case 4 -> random.nextInt() / 1e9;
      case 5 -> random.nextLong() / 1e9;
      case 6 -> (1 + random.nextInt(99)) * Math.pow(10, random.nextInt(16));
      default ->
          List.of(0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, 1e7, 1e15, 9999999.0)
              .get(random.nextInt(8));
    };
  }

  private List<HistogramPoint> histograms(List<LabelSet> sets, int buckets, boolean created) {
    List<HistogramPoint> points = new ArrayList<>();
    for (LabelSet set : sets) {
      long[] counts = counts(buckets);
      points.add(
          new HistogramPoint(set, 0, counts, sum(counts), number(), created ? created() : 0));
    }
    return points;
  }

  private List<HistogramPoint> histograms(
      List<LabelSet> sets, BucketLayout layout, boolean created) {
    List<HistogramPoint> points = new ArrayList<>();
    for (LabelSet set : sets) {
      int first = random.nextInt(layout.size());
      long[] counts = counts(random.nextInt(Math.min(60, layout.size() - first + 1)));
      points.add(
          new HistogramPoint(set, first, counts, sum(counts), number(), created ? created() : 0));
    }
    return points;
  }

  private long[] counts(int size) {
    long[] counts = new long[size];
    int gaps = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      counts[i] = random.nextInt(gaps) == 0 ? random.nextLong() >>> (4 + random.nextInt(60)) : 0;
    }
    return counts;
  }

  private static long sum(long... counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  @Test
  void shouldWriteWholeNumbersAsTheJdkWritesThem() throws IOException {
    for (long power = 1; power < 1_000_000_000_000_000_000L; power *= 10) {
      for (long near : new long[] {power - 1, power, power + 1, 12 * power, 120 * power / 7}) {
        assertThat(encoded((double) near)).isEqualTo(Double.toString((double) near));
      }
    }
    for (int i = 0; i < 200_000; i++) {
      double number = (double) (random.nextLong() >>> (1 + random.nextInt(62)));
      assertThat(encoded(number)).isEqualTo(Double.toString(number));
    }
  }

  private static String encoded(double number) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EncodedBytes().number(number).moveTo(out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
