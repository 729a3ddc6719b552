package io.heddle.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The layers of the agent. Each says which others it may use; a package that belongs to none fails
 * the test, so that a new one has to be placed.
 */
@AnalyzeClasses(packages = "io.heddle.agent", importOptions = DoNotIncludeTests.class)
class AgentRoomsTest {
  private static final String ROOT = "io.heddle.agent.";

  @ArchTest
  static final ArchRule layers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("session")
          .definedBy("io.heddle.agent")
          .layer("cli")
          .definedBy(ROOT + "cli..")
          .layer("profile")
          .definedBy(ROOT + "profile..")
          .layer("reload")
          .definedBy(ROOT + "reload..")
          .layer("plan")
          .definedBy(ROOT + "plan..")
          .layer("weave")
          .definedBy(ROOT + "weave..")
          .layer("governor")
          .definedBy(ROOT + "governor..")
          .layer("inflight")
          .definedBy(ROOT + "inflight..")
          .layer("unit")
          .definedBy(ROOT + "unit..")
          .layer("container")
          .definedBy(ROOT + "container..")
          .layer("box")
          .definedBy(ROOT + "box..")
          .layer("process")
          .definedBy(ROOT + "process..")
          .layer("task")
          .definedBy(ROOT + "task..")
          .layer("metric")
          .definedBy(ROOT + "metric..")
          .layer("adapter")
          .definedBy(ROOT + "adapter..")
          .layer("os")
          .definedBy(ROOT + "os..")
          .layer("pack")
          .definedBy(ROOT + "pack..")
          .layer("config")
          .definedBy(ROOT + "config..")
          .layer("reason")
          .definedBy(ROOT + "reason..")
          .layer("rule")
          .definedBy(ROOT + "rule..")
          .layer("family")
          .definedBy(ROOT + "family..")
          .layer("yaml")
          .definedBy(ROOT + "yaml..")
          .layer("log")
          .definedBy(ROOT + "log..")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("session")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayOnlyAccessLayers("plan", "config", "pack", "yaml", "os")
          .whereLayer("profile")
          .mayOnlyAccessLayers("family", "yaml")
          .whereLayer("reload")
          .mayOnlyAccessLayers("weave", "config", "rule", "family", "yaml")
          .whereLayer("plan")
          .mayOnlyAccessLayers("weave", "config", "pack", "reason", "rule", "family", "yaml", "log")
          .whereLayer("weave")
          .mayOnlyAccessLayers("adapter", "pack", "reason", "rule", "yaml", "log")
          .whereLayer("governor")
          .mayOnlyAccessLayers("log")
          .whereLayer("inflight")
          .mayOnlyAccessLayers("os")
          .whereLayer("unit")
          .mayOnlyAccessLayers("process", "os", "config", "log")
          .whereLayer("container")
          .mayOnlyAccessLayers("box", "process", "task", "adapter", "rule")
          .whereLayer("box")
          .mayOnlyAccessLayers("process", "task", "adapter", "rule", "os", "log")
          .whereLayer("process")
          .mayOnlyAccessLayers("task", "rule", "os")
          .whereLayer("task")
          .mayOnlyAccessLayers("adapter", "rule")
          .whereLayer("metric")
          .mayOnlyAccessLayers("adapter", "rule")
          .whereLayer("pack")
          .mayOnlyAccessLayers("rule", "family", "yaml")
          .whereLayer("config")
          .mayOnlyAccessLayers("rule", "family", "yaml")
          .whereLayer("reason")
          .mayOnlyAccessLayers("rule")
          .whereLayer("rule")
          .mayOnlyAccessLayers("family", "yaml")
          .whereLayer("family")
          .mayOnlyAccessLayers("yaml")
          .whereLayer("adapter")
          .mayNotAccessAnyLayer()
          .whereLayer("os")
          .mayNotAccessAnyLayer()
          .whereLayer("yaml")
          .mayNotAccessAnyLayer()
          .whereLayer("log")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("io.heddle.agent.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule sessionAndWeaveAloneKnowTheExporter =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.heddle.exporter",
              "io.heddle.exporter.http..",
              "io.heddle.exporter.json..",
              "io.heddle.exporter.exposition..");

  @ArchTest
  static final ArchRule thoseThatReportAloneKnowTheReports =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.heddle.agent", ROOT + "plan..", ROOT + "weave..", ROOT + "unit..", ROOT + "box..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heddle.exporter..");

  @ArchTest
  static final ArchRule whatReadsSettingsKnowsNoProbe =
      arrow(
          new String[] {"config", "reason", "rule", "family", "yaml", "pack", "profile"},
          "io.heddle.probe..");

  @ArchTest
  static final ArchRule cliKnowsNoBootClassAndNoExporter =
      arrow(
          new String[] {"cli"},
          "io.heddle.registry..",
          "io.heddle.probe..",
          "io.heddle.exporter..");

  @ArchTest
  static final ArchRule nobodyKnowsTheLauncher =
      noClasses()
          .that()
          .resideInAPackage("io.heddle.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heddle.premain..");

  @ArchTest
  static final ArchRule nobodyKnowsThePackaging =
      noClasses()
          .that()
          .resideInAPackage("io.heddle.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heddle.packaging..");

  @ArchTest
  static final ArchRule unitKnowsNoProbe = arrow(new String[] {"unit", "os"}, "io.heddle.probe..");

  @ArchTest
  static final ArchRule weaveAloneSeesByteBuddy =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "weave..")
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

  @ArchTest
  static final ArchRule osAloneSeesOshi =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "os..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("oshi..", "com.sun.jna..");

  @ArchTest
  static final ArchRule topAloneSeesJLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli.top..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jline..");

  @ArchTest
  static final ArchRule whatTopShowsKnowsNoTerminal =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "cli.top.read..", ROOT + "cli.top.rows..", ROOT + "cli.top.view..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jline.terminal..");

  @ArchTest
  static final ArchRule calculationKnowsNoView =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "cli.top.read..", ROOT + "cli.top.rows..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "cli.top", ROOT + "cli.top.view..");

  @ArchTest
  static final ArchRule commandLineAloneKnowsTop =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "cli", ROOT + "cli.top..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli.top..");

  @ArchTest
  static final ArchRule storeAndSpillKnowNoOtherRoomOfUnits =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "unit.store..", ROOT + "unit.spill..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "unit", ROOT + "process..", ROOT + "os..");

  private static ArchRule arrow(String[] from, String... to) {
    String[] packages = new String[from.length];
    for (int i = 0; i < from.length; i++) {
      packages[i] = ROOT + from[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to);
  }
}
