package io.heddle.benchmarks.later;

import java.util.List;

/** Runs {@link LaterPath} and prints how much longer each call takes than one not measured. */
public final class LaterTable {
  private static final String RULES =
      """
      exporter: { port: 0 }
      packs: []
      governor: { budget: off }
      log: error
      rules:
        - { id: stage, type: com.example.Later, method: woven }
        - { id: mono, type: com.example.Later, method: wovenMono }
      """;

  private static final List<CallTable.Variant> VARIANTS =
      List.of(
          new CallTable.Variant("stageNothing", "a CompletableFuture, not measured", null, false),
          new CallTable.Variant("stageWoven", "**Heddle**", "stageNothing", true),
          new CallTable.Variant(
              "stageSampled", "by hand: Micrometer 1.16 `Timer.Sample`", "stageNothing", false),
          new CallTable.Variant("monoNothing", "a Mono, not measured", null, false),
          new CallTable.Variant("monoWoven", "**Heddle**", "monoNothing", true),
          new CallTable.Variant(
              "monoSampled", "by hand: Micrometer 1.16 `Timer.Sample`", "monoNothing", false));

  private LaterTable() {}

  /**
   * Measures and prints.
   *
   * @param arguments the agent jar; {@code --quick}; {@code --best}: a fork's figure is its best
   *     iteration, for a machine that others use
   */
  public static void main(String[] arguments) throws Exception {
    new CallTable(LaterPath.class, VARIANTS, RULES, 2, List.of()).run(arguments);
  }
}
