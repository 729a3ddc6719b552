package io.heddle.agent.governor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Chooses how many runs of each series there are for each timed one. */
final class TimingIntervals {
  /** Maximum of calls for each timed one: a series with more has a timed call in 65,536. */
  static final int MOST = 1 << 16;

  private TimingIntervals() {}

  /**
   * Returns the least powers of two with which all series together are timed as often as they may,
   * or {@link #MOST}. The series that is timed most often gives way first, so a method that is
   * called rarely stays timed beside one that is called all the time.
   *
   * @param rates runs a second of each series
   * @param timed maximum of timed runs a second, above 0
   */
  static int[] of(double[] rates, double timed) {
    int[] intervals = new int[rates.length];
    Arrays.fill(intervals, 1);
    PriorityQueue<Integer> busiest =
        new PriorityQueue<>(
            Math.max(1, rates.length),
            Comparator.<Integer>comparingDouble(i -> rates[i] / intervals[i]).reversed());
    double sum = 0;
    for (int i = 0; i < rates.length; i++) {
      sum += rates[i];
      busiest.add(i);
    }
    while (sum > timed && !busiest.isEmpty()) {
      int first = busiest.remove();
      sum -= rates[first] / intervals[first] / 2;
      intervals[first] *= 2;
      if (intervals[first] < MOST) {
        busiest.add(first);
      }
    }
    return intervals;
  }
}
