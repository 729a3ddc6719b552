package io.heddle.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;

/**
 * What one fork of a benchmark measured, by the call: of all its iterations the one in the middle,
 * since a burst of something else on the machine is not its own.
 *
 * @param time in the unit of the benchmark
 * @param bytes that were allocated; NaN if nobody asked
 */
public record ForkFigures(double time, double bytes) {
  /**
   * Returns the figures of one fork.
   *
   * @param best the time is that of the best iteration instead
   */
  public static ForkFigures of(BenchmarkResult fork, boolean best) {
    List<Double> times = new ArrayList<>();
    List<Double> allocated = new ArrayList<>();
    for (IterationResult iteration : fork.getIterationResults()) {
      times.add(iteration.getPrimaryResult().getScore());
      iteration
          .getSecondaryResults()
          .forEach(
              (label, other) -> {
                if (label.endsWith("gc.alloc.rate.norm")) {
                  allocated.add(other.getScore());
                }
              });
    }
    return new ForkFigures(best ? Collections.min(times) : Median.of(times), Median.of(allocated));
  }
}
