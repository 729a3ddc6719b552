package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.time.CoarseClock;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongConsumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * Sums and quantiles of calls of which one of 64 is timed, through the advice, in a time of which
 * each moment is known.
 */
class GovernedCallsTest {
  private static final int N = 64;
  private static final int CALLS = 2_000_000;
  private static final int SEEDS = 11;
  private static final long MILLI = 1_000_000;
  private static final String LATENCIES = "io.heddle.agent.weave.GovernedCallsTest$Latencies";

  /** The time that woven calls read. Written by one thread. */
  public static final class Time {
    private static long nanos;
    private static CoarseClock coarse = new CoarseClock(Time::nanos);

    private Time() {}

    public static long nanos() {
      return nanos;
    }

    public static void advance(long by) {
      for (long left = by; left > 0; ) {
        long step = Math.min(left, CoarseClock.TICK_NANOS - nanos % CoarseClock.TICK_NANOS);
        nanos += step;
        left -= step;
        if (nanos % CoarseClock.TICK_NANOS == 0) {
          ProbeBridge.tick(coarse);
        }
      }
    }

    static CoarseClock reset(long begin) {
      nanos = begin;
      coarse = new CoarseClock(Time::nanos);
      return coarse;
    }
  }

  /** Calls that take as long as they are asked to; negative: with an exception at the end. */
  public static final class Latencies implements LongConsumer {
    @Override
    public void accept(long nanos) {
      Time.advance(Math.abs(nanos));
      if (nanos < 0) {
        throw new IllegalStateException();
      }
    }
  }

  /** The duration of the next call. */
  private interface Durations {
    long next(Random random, int call);
  }

  /** Sums and quantiles of one run in percent of the truth. */
  private record Estimate(double sum, double median, double most) {}

  /** The woven class, with the clock of this test in place of the JVM's. */
  private static LongConsumer calls(WovenClass woven) throws Exception {
    byte[] bytes;
    try (InputStream in =
        Objects.requireNonNull(
            Latencies.class.getResourceAsStream("GovernedCallsTest$Latencies.class"))) {
      bytes = in.readAllBytes();
    }
    byte[] advised =
        Objects.requireNonNull(
            woven.weave(LATENCIES, bytes, List.of(WovenClass.rule("l", "call", Map.of(), null))));
    ClassReader reader = new ClassReader(advised);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new OtherClock(writer), 0);
    Class<?> type = new OwnClassLoader(LATENCIES, writer.toByteArray()).loadClass(LATENCIES);
    return (LongConsumer) type.getConstructor().newInstance();
  }

  /** Replaces the reads of the JVM's clock. */
  private static final class OtherClock extends ClassVisitor {
    OtherClock(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          boolean clock = owner.equals("java/lang/System") && method.equals("nanoTime");
          super.visitMethodInsn(
              opcode,
              clock ? Time.class.getName().replace('.', '/') : owner,
              clock ? "nanos" : method,
              type,
              isInterface);
        }
      };
    }
  }

  private static HistogramPoint durations(WovenClass woven, String outcome) {
    for (MetricSnapshot metric : woven.registry.snapshot()) {
      if (metric instanceof MetricSnapshot.Histogram histogram) {
        for (HistogramPoint point : histogram.points()) {
          if (point.labels().values().contains(outcome)) {
            return point;
          }
        }
      }
    }
    throw new AssertionError("nothing was counted");
  }

  private static Series govern(WovenClass woven) {
    RunFamily calls = Objects.requireNonNull(woven.registry.known("call"));
    ProbeBridge.tick(Time.coarse);
    Series series = calls.called().get(0);
    series.interval(N);
    return series;
  }

  private static int quantile(long[] counts, int first, double of) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long wanted = (long) Math.ceil(all * of);
    int cell = 0;
    for (long below = counts[0]; below < wanted; below += counts[cell]) {
      cell++;
    }
    return first + cell;
  }

  /** Returns by how many percent of the truth the upper end of one cell is above another's. */
  private static double percent(BucketLayout layout, int estimated, int truth) {
    int steps = layout.nativeIndex(estimated) - layout.nativeIndex(truth);
    return 100 * Math.pow(2, steps / 8.0);
  }

  private static Estimate estimate(Durations durations, int seed) throws Exception {
    try (WovenClass woven = new WovenClass(Time.reset(seed * 1_234_567_890_123L))) {
      LongConsumer calls = calls(woven);
      Random random = new Random(seed);
      calls.accept(durations.next(random, 0)); // the series is made
      Series series = govern(woven);
      BucketLayout layout = series.family().spec().grid();
      long before = Math.round(durations(woven, "success").sum() * 1e9);
      long truth = before;
      long[] cells = new long[layout.size()];
      for (int call = 1; call <= CALLS; call++) {
        long nanos = durations.next(random, call);
        truth += nanos;
        cells[layout.cellOf(nanos)]++;
        calls.accept(nanos);
        Time.advance(20);
      }
      HistogramPoint seen = durations(woven, "success");
      assertThat(seen.count()).isEqualTo(CALLS + 1);
      assertThat(series.untimed()).isBetween(CALLS * 62L / N, CALLS * 64L / N);
      assertThat(woven.registry.adviceErrors()).isZero();
      return new Estimate(
          seen.sum() * 1e9 / truth * 100,
          percent(layout, quantile(seen.counts(), seen.first(), .5), quantile(cells, 0, .5)),
          percent(layout, quantile(seen.counts(), seen.first(), .99), quantile(cells, 0, .99)));
    }
  }

  private static List<Estimate> estimates(Durations durations) throws Exception {
    List<Estimate> all = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      all.add(estimate(durations, seed));
    }
    return all;
  }

  /** Every 64th call would always be of the same kind. */
  @Test
  void shouldNotFollowARhythm() throws Exception {
    for (Estimate one : estimates((random, call) -> call % 2 == 0 ? 100 : 10_000)) {
      assertThat(one.sum()).isBetween(98.0, 102.0);
      assertThat(one.most()).isBetween(99.0, 101.0);
    }
  }

  @Test
  void shouldKnowTheSumAndTheQuantilesOfOrdinaryCalls() throws Exception {
    Durations exponential = (random, call) -> (long) (-5_000 * Math.log(1 - random.nextDouble()));
    for (Estimate one : estimates(exponential)) {
      assertThat(one.sum()).isBetween(97.5, 102.5);
      assertThat(one.median()).isBetween(91.0, 110.0);
      assertThat(one.most()).isBetween(91.0, 110.0);
    }
  }

  @Test
  void shouldKnowTheSumOfACacheThatMisses() throws Exception {
    Durations cache = (random, call) -> random.nextInt(100) == 0 ? 2 * MILLI : 80;
    double sum = 0;
    for (Estimate one : estimates(cache)) {
      sum += one.sum() / SEEDS;
      assertThat(one.sum()).isBetween(80.0, 120.0);
    }
    assertThat(sum).isBetween(94.0, 106.0);
  }

  /** A sum to the nanosecond cannot be: each slow call is known to within a tick. */
  @Test
  void shouldMissNoSlowCallHoweverRare() throws Exception {
    Durations rare = (random, call) -> random.nextInt(100_000) == 0 ? 200 * MILLI : 300;
    for (Estimate one : estimates(rare)) {
      assertThat(one.sum()).isBetween(98.0, 102.0);
    }
  }

  @Test
  void shouldKnowTheSumOfDurationsWithALongTail() throws Exception {
    Durations pareto =
        (random, call) -> (long) Math.min(1e9, 200 * Math.pow(1 - random.nextDouble(), -1 / 1.3));
    double sum = 0;
    for (Estimate one : estimates(pareto)) {
      sum += one.sum() / SEEDS;
      assertThat(one.sum()).isBetween(75.0, 140.0);
    }
    assertThat(sum).isBetween(92.0, 110.0);
  }

  /** Between one tick and two, some are seen by chance and the others are not. */
  @Test
  void shouldKnowTheSumOfCallsThatAreSlowByChance() throws Exception {
    Durations mixed = (random, call) -> random.nextInt(1_000) == 0 ? 12 * MILLI : 300;
    double sum = 0;
    for (Estimate one : estimates(mixed)) {
      sum += one.sum() / SEEDS;
      assertThat(one.sum()).isBetween(75.0, 125.0);
    }
    assertThat(sum).isBetween(94.0, 106.0);
  }

  /** Calls of 20 ms and more are true to within 10 ms, at every N and every moment. */
  @Test
  void shouldKnowEachSlowCallToWithinTenMilliseconds() throws Exception {
    try (WovenClass woven = new WovenClass(Time.reset(77))) {
      LongConsumer calls = calls(woven);
      calls.accept(300);
      govern(woven);
      Random random = new Random(5);
      double sum = durations(woven, "success").sum();
      for (int call = 0; call < 20_000; call++) {
        long nanos = random.nextBoolean() ? 300 : 20 * MILLI + random.nextInt((int) (40 * MILLI));
        calls.accept(nanos);
        double after = durations(woven, "success").sum();
        if (nanos >= 20 * MILLI) {
          assertThat((after - sum) * 1e9).isBetween(nanos - 10e6, nanos + 10e6);
        }
        sum = after;
        Time.advance(random.nextInt(1_000_000));
      }
    }
  }

  /** Failures that return at once are not taken for as long as successes. */
  @Test
  void shouldKnowTheDurationsOfFailuresApart() throws Exception {
    try (WovenClass woven = new WovenClass(Time.reset(77))) {
      LongConsumer calls = calls(woven);
      calls.accept(300);
      govern(woven);
      for (int call = 0; call < 100_000; call++) {
        try {
          calls.accept(call % 10 == 3 ? -50_000 : 2_000);
        } catch (IllegalStateException expected) {
          Time.advance(1);
        }
      }
      HistogramPoint failures = durations(woven, "failure");
      assertThat(failures.count()).isEqualTo(10_000);
      assertThat(failures.sum()).isBetween(10_000 * 45e-6, 10_000 * 51e-6);
      assertThat(durations(woven, "success").count()).isEqualTo(90_001);
      assertThat(woven.sum("call_completed_total")).isEqualTo(100_001);
    }
  }
}
