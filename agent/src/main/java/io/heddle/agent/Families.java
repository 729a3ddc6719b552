package io.heddle.agent;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.registry.family.FamilySpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Family specifications by name, made on first use. Thread-safe. */
final class Families implements Function<String, FamilySpec> {
  private final Map<String, double[]> also;
  private final Map<String, FamilySpec> made = new ConcurrentHashMap<>();
  private final List<RuleSpec> rules;
  private volatile Map<String, FamilyConfig> configs;

  /**
   * @param configs families by name
   * @param also additional bounds for the cells of their durations, by name
   * @param rules that share the label sets of their families; a reload does not change the shares
   */
  Families(Map<String, FamilyConfig> configs, Map<String, double[]> also, List<RuleSpec> rules) {
    this.rules = rules;
    this.configs = configs;
    this.also = also;
  }

  /** Sets the families; those that were there before must be the same. */
  void set(Map<String, FamilyConfig> families) {
    configs = families;
  }

  @Override
  public FamilySpec apply(String name) {
    // kept: every woven method asks twice, and a grid of bounds takes a thousand searches
    FamilySpec known = made.get(name);
    if (known != null) {
      return known;
    }
    FamilyConfig config = configs.get(name);
    if (config == null) {
      throw new IllegalArgumentException("no family " + name);
    }
    double[] bounds = also.get(name);
    FamilySpec whole = bounds == null ? config.toSpec() : config.toSpec(bounds);
    int own = RuleSpec.feeding(name, rules);
    FamilySpec fresh =
        whole.sharedBy(own > 0 && BuiltInFamilies.isFedByPacks(name) ? own + 1 : own);
    made.put(name, fresh);
    return fresh;
  }
}
