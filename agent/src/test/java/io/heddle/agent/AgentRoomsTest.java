package io.heddle.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room of the agent must not see which, one test for each arrow. */
@AnalyzeClasses(packages = "io.heddle.agent", importOptions = DoNotIncludeTests.class)
class AgentRoomsTest {
  private static final String CONFIG = "io.heddle.agent.config..";
  private static final String WEAVE = "io.heddle.agent.weave..";
  private static final String RUN = "io.heddle.agent.run..";
  private static final String PROFILE = "io.heddle.agent.profile..";
  private static final String UNIT = "io.heddle.agent.unit..";
  private static final String UNIT_PROCESS = "io.heddle.agent.unit.process..";
  private static final String UNIT_STORE = "io.heddle.agent.unit.store..";
  private static final String UNIT_SPILL = "io.heddle.agent.unit.spill..";
  private static final String CLI = "io.heddle.agent.cli..";

  @ArchTest
  static final ArchRule weaveAloneSeesByteBuddy =
      noClasses()
          .that()
          .resideOutsideOfPackage(WEAVE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "net.bytebuddy.asm..",
              "net.bytebuddy.description..",
              "net.bytebuddy.dynamic..",
              "net.bytebuddy.implementation..",
              "net.bytebuddy.jar..",
              "net.bytebuddy.matcher..",
              "net.bytebuddy.pool..",
              "net.bytebuddy.utility..",
              "net.bytebuddy");

  @ArchTest static final ArchRule configKnowsNoWeave = arrow(CONFIG, WEAVE);
  @ArchTest static final ArchRule configKnowsNoRun = arrow(CONFIG, RUN);
  @ArchTest static final ArchRule configKnowsNoCli = arrow(CONFIG, CLI);
  @ArchTest static final ArchRule configKnowsNoProbe = arrow(CONFIG, "io.heddle.premain..");

  @ArchTest
  static final ArchRule configSeesNoThreadAndNoServer = arrow(CONFIG, "io.heddle.exporter..");

  @ArchTest static final ArchRule configKnowsNoProfile = arrow(CONFIG, PROFILE);

  @ArchTest
  static final ArchRule profileKnowsNoOtherRoom =
      arrow(PROFILE, WEAVE, RUN, CLI, "io.heddle.exporter..", "io.heddle.probe..");

  @ArchTest static final ArchRule cliKnowsNoProfile = arrow(CLI, PROFILE);
  @ArchTest static final ArchRule runKnowsNoProfile = arrow(RUN, PROFILE);
  @ArchTest static final ArchRule weaveKnowsNoProfile = arrow(WEAVE, PROFILE);
  @ArchTest static final ArchRule cliKnowsNoWeave = arrow(CLI, WEAVE);
  @ArchTest static final ArchRule cliKnowsNoRun = arrow(CLI, RUN);
  @ArchTest static final ArchRule cliKnowsNoExporter = arrow(CLI, "io.heddle.exporter..");

  @ArchTest
  static final ArchRule cliKnowsNoBootClass =
      arrow(CLI, "io.heddle.registry..", "io.heddle.probe..", "io.heddle.premain..");

  @ArchTest
  static final ArchRule cliKnowsNothingOfTheAgentItself =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heddle.agent");

  @ArchTest static final ArchRule runKnowsNoWeave = arrow(RUN, WEAVE);
  @ArchTest static final ArchRule runKnowsNoCli = arrow(RUN, CLI);
  @ArchTest static final ArchRule runKnowsNoExporter = arrow(RUN, "io.heddle.exporter..");
  @ArchTest static final ArchRule weaveKnowsNoCli = arrow(WEAVE, CLI);
  @ArchTest static final ArchRule weaveKnowsNoRun = arrow(WEAVE, RUN);

  @ArchTest static final ArchRule configKnowsNoUnit = arrow(CONFIG, UNIT);
  @ArchTest static final ArchRule weaveKnowsNoUnit = arrow(WEAVE, UNIT);
  @ArchTest static final ArchRule cliKnowsNoUnit = arrow(CLI, UNIT);
  @ArchTest static final ArchRule profileKnowsNoUnit = arrow(PROFILE, UNIT);

  @ArchTest
  static final ArchRule unitKnowsNoWeaveAndNoExporter =
      arrow(UNIT, WEAVE, PROFILE, CLI, "io.heddle.exporter..", "io.heddle.probe..");

  @ArchTest
  static final ArchRule processKnowsNoOtherRoomOfUnits =
      arrow(UNIT_PROCESS, RUN, "io.heddle.agent.unit", UNIT_STORE, UNIT_SPILL);

  @ArchTest
  static final ArchRule storeKnowsNoOtherRoomOfUnits =
      arrow(UNIT_STORE, RUN, "io.heddle.agent.unit", UNIT_PROCESS, UNIT_SPILL);

  @ArchTest
  static final ArchRule spillKnowsOfUnitsTheirSamplesOnly =
      arrow(UNIT_SPILL, RUN, "io.heddle.agent.unit", UNIT_PROCESS);

  @ArchTest
  static final ArchRule runKnowsOfUnitsTheProcessesOnly =
      arrow(RUN, "io.heddle.agent.unit", UNIT_STORE, UNIT_SPILL);

  @ArchTest
  static final ArchRule processAloneSeesOshi =
      noClasses()
          .that()
          .resideOutsideOfPackage(UNIT_PROCESS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("oshi..", "com.sun.jna..");

  private static ArchRule arrow(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to);
  }
}
