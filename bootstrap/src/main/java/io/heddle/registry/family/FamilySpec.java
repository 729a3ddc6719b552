package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.MetricNames;
import java.util.List;

/**
 * The description of a family of runs.
 *
 * @param name without prefix, see {@link MetricNames#family}
 * @param help one sentence
 * @param labels names of its labels
 * @param grid classic and native bounds of its durations
 * @param tracked whether its open runs are listed one by one
 * @param rules number of rules that share its series, at least 1
 */
public record FamilySpec(
    String name, String help, List<String> labels, BucketLayout grid, boolean tracked, int rules) {
  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException in one sentence
   */
  public FamilySpec {
    MetricNames.family(name);
    labels = List.copyOf(labels);
    for (int i = 0; i < labels.size(); i++) {
      if (labels.indexOf(MetricNames.label(labels.get(i))) != i) {
        throw new IllegalArgumentException("family '" + name + "' names a label twice: " + labels);
      }
    }
  }

  /** Creates the description of a family of which at most one rule takes series. */
  public FamilySpec(
      String name, String help, List<String> labels, BucketLayout grid, boolean tracked) {
    this(name, help, labels, grid, tracked, 1);
  }

  /** Returns this description with another number of rules; 0 is 1. */
  public FamilySpec sharedBy(int count) {
    return new FamilySpec(name, help, labels, grid, tracked, Math.max(1, count));
  }

  /** Returns true if both describe the same metrics; help and rules may differ. */
  public boolean agrees(FamilySpec other) {
    return name.equals(other.name)
        && labels.equals(other.labels)
        && grid.sameBounds(other.grid)
        && tracked == other.tracked;
  }
}
