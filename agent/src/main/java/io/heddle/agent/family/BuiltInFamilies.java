package io.heddle.agent.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The families that exist without any configuration. */
public final class BuiltInFamilies {
  /** Name of the family for methods that belong to no other. */
  public static final String CALL = "call";

  /** Label of {@link #CALL} for the id of the rule. */
  public static final String RULE_LABEL = "rule";

  /** Label of {@link #CALL} for the declaring class. */
  public static final String CLASS_LABEL = "class";

  /** Label of {@link #CALL} for the name of the method. */
  public static final String METHOD_LABEL = "method";

  /** Upper bounds in seconds for a configured family without buckets. */
  static final double[] DEFAULT_BUCKETS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private static final double[] LONG_BUCKETS = {
    .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600
  };
  private static final double[] TALK_BUCKETS = {.01, .05, .1, .5, 1, 5, 10, 30, 60};

  private BuiltInFamilies() {}

  /** Returns all built-in families by name, in the order of the documentation. Immutable. */
  public static Map<String, FamilyConfig> all() {
    return Collections.unmodifiableMap(table());
  }

  /** Returns true for a family that packs count runs in, besides the rules of the user. */
  public static boolean isFedByPacks(String name) {
    return switch (name) {
      case "exec", "tool", "llm", "job", "phase" -> true;
      default -> false;
    };
  }

  static Map<String, FamilyConfig> table() {
    Map<String, FamilyConfig> all = new LinkedHashMap<>();
    add(all, "exec", "Executions of programs, images and modules", LONG_BUCKETS, "runner", "name");
    add(all, "tool", "Tool calls", new double[] {.01, .05, .1, .25, .5, 1, 2.5, 5, 10}, "tool");
    add(all, "llm", "Model calls", new double[] {.1, .5, 1, 2.5, 5, 10, 30}, "model");
    add(all, "job", "Build steps, scheduled jobs and batch steps", LONG_BUCKETS, "kind", "name");
    add(all, "agent", "Agents", TALK_BUCKETS);
    double[] orchestration = {.1, .5, 1, 2.5, 5, 10, 30, 60};
    add(all, "orchestration", "Whole orchestrations", orchestration);
    add(all, "message", "Messages", TALK_BUCKETS);
    double[] phase = {.01, .05, .1, .5, 1, 2.5, 5, 10};
    add(all, "phase", "Phases of something longer", phase, "phase");
    double[] call = {1e-6, 1e-5, 1e-4, .001, .005, .01, .05, .1, .5, 1, 5, 10};
    add(all, CALL, "Calls of woven methods", call, RULE_LABEL, CLASS_LABEL, METHOD_LABEL);
    return all;
  }

  private static void add(
      Map<String, FamilyConfig> all, String name, String help, double[] buckets, String... labels) {
    all.put(name, new FamilyConfig(name, help, List.of(labels), boxed(buckets)));
  }

  static List<Double> boxed(double[] buckets) {
    List<Double> out = new ArrayList<>(buckets.length);
    for (double bucket : buckets) {
      out.add(bucket);
    }
    return out;
  }
}
