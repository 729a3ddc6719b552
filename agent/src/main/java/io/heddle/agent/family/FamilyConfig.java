package io.heddle.agent.family;

import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.List;

/**
 * A metric family as configured. Immutable.
 *
 * @param name without prefix
 * @param help one sentence
 * @param labels names, in order
 * @param buckets upper bounds in seconds, strictly increasing
 */
public record FamilyConfig(String name, String help, List<String> labels, List<Double> buckets) {
  /** Copies the lists. */
  public FamilyConfig {
    labels = List.copyOf(labels);
    buckets = List.copyOf(buckets);
  }

  /**
   * Returns the specification of this family for the registry. Runs in flight are listed one by one
   * for every family but {@code call}.
   *
   * @throws IllegalArgumentException in one sentence, if a name or the buckets are not allowed
   */
  public FamilySpec toSpec() {
    return toSpec(new double[0]);
  }

  /**
   * Returns the specification with additional bounds for the cells of its durations.
   *
   * @param also upper bounds in seconds, strictly increasing
   */
  public FamilySpec toSpec(double[] also) {
    double[] bounds = new double[buckets.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = buckets.get(i);
    }
    boolean tracked = !name.equals(BuiltInFamilies.CALL);
    return new FamilySpec(name, help, labels, new BucketLayout(bounds, also), tracked);
  }
}
