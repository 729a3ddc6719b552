package io.heddle.benchmarks.unit;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One sample that drives out another. See {@link SampleTable}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SamplePath {
  /** Whoever keeps samples, full. */
  @State(Scope.Benchmark)
  public abstract static class Full {
    /** How many units are sampled in turn. */
    @Param("10")
    public int units;

    Feed feed = new Feed(1);
    SampleKeeper keeper = new HeddleKeeper(1);
    private long goneBefore;

    abstract SampleKeeper keeper();

    /** Fills it. */
    @Setup
    public void fill() {
      feed = new Feed(units);
      keeper = keeper();
      keeper.settle(feed);
      goneBefore = keeper.gone();
    }

    /** A figure of one that is not full would prove nothing. */
    @TearDown
    public void verify() {
      if (keeper.gone() == goneBefore) {
        throw new IllegalStateException("nothing had to go");
      }
    }
  }

  /** Heddle's store. */
  public static class Heddle extends Full {
    @Override
    SampleKeeper keeper() {
      return new HeddleKeeper(units);
    }
  }

  /** Deques, the oldest of all goes. */
  public static class Aged extends Full {
    @Override
    SampleKeeper keeper() {
      return new DequeKeeper.ByAge(units);
    }
  }

  /** Deques, the keys are sorted. */
  public static class Named extends Full {
    @Override
    SampleKeeper keeper() {
      return new DequeKeeper.ByName(units);
    }
  }

  /** Samples that nobody keeps. */
  @State(Scope.Benchmark)
  public static class Alone {
    /** How many units are sampled in turn. */
    @Param("10")
    public int units;

    Feed feed = new Feed(1);

    /** Begins. */
    @Setup
    public void begin() {
      feed = new Feed(units);
    }
  }

  /** What it takes to make a sample up from the recording. */
  @Benchmark
  public long nothing(Alone alone) {
    Feed feed = alone.feed;
    feed.next();
    return feed.millis + feed.ticks + feed.resident + feed.read + feed.written;
  }

  /** Heddle. */
  @Benchmark
  public void heddle(Heddle full) {
    full.feed.next();
    full.keeper.keep(full.feed);
  }

  /** Deques, the oldest of all goes. */
  @Benchmark
  public void dequesByAge(Aged full) {
    full.feed.next();
    full.keeper.keep(full.feed);
  }

  /** Deques, the keys are sorted. */
  @Benchmark
  public void dequesByName(Named full) {
    full.feed.next();
    full.keeper.keep(full.feed);
  }
}
