package io.heddle.benchmarks.later;

import java.util.List;

/** Runs {@link VirtualPath} on two carrier threads and prints the ratio to the floor there. */
public final class VirtualTable {
  private static final String RULES =
      """
      exporter: { port: 0 }
      packs: []
      governor: { budget: off }
      log: error
      rules:
        - { id: work, type: com.example.Work, method: woven }
        - { id: call, type: com.example.Work, method: labelledCall, labels: { method: $2 } }
        - { id: answered, type: com.example.Work, method: answered, outcome: { failure: $return.ok == false } }
      """;

  private static final List<CallTable.Variant> VARIANTS =
      List.of(
          new CallTable.Variant("nothing", "not measured", null, false),
          new CallTable.Variant(
              "floor", "two `System.nanoTime()` and nothing else: the floor", null, false),
          new CallTable.Variant("woven", "**Heddle**, constant labels", "floor", true),
          new CallTable.Variant("answered", "Heddle, a condition on the result", "floor", true),
          new CallTable.Variant("labelled", "Heddle, a label from an argument", "floor", true));

  private VirtualTable() {}

  /**
   * Measures and prints; needs a JDK that has virtual threads.
   *
   * @param arguments the agent jar; {@code --quick}; {@code --best}: a fork's figure is its best
   *     iteration, for a machine that others use
   */
  public static void main(String[] arguments) throws Exception {
    List<String> carriers =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=2",
            "-Djdk.virtualThreadScheduler.maxPoolSize=2");
    new CallTable(VirtualPath.class, VARIANTS, RULES, 1, carriers).run(arguments);
  }
}
