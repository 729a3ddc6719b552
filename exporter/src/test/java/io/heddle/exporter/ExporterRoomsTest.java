package io.heddle.exporter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room the exporter must not see, one test for each arrow. */
@AnalyzeClasses(packages = "io.heddle.exporter", importOptions = DoNotIncludeTests.class)
class ExporterRoomsTest {
  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("io.heddle.exporter.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule reportsKnowNothing =
      arrow(
          "io.heddle.exporter.report..", "io.heddle.registry..", "org.apache..", "io.prometheus..");

  @ArchTest
  static final ArchRule exporterKnowsNoAgent = arrow("io.heddle.exporter..", "io.heddle.agent..");

  @ArchTest
  static final ArchRule exporterKnowsNoPremain =
      arrow("io.heddle.exporter..", "io.heddle.premain..");

  @ArchTest
  static final ArchRule exporterKnowsNoProbe = arrow("io.heddle.exporter..", "io.heddle.probe..");

  @ArchTest
  static final ArchRule exporterKnowsNoByteBuddy = arrow("io.heddle.exporter..", "net.bytebuddy..");

  @ArchTest
  static final ArchRule expositionKnowsNoHttp =
      arrow("io.heddle.exporter.exposition..", "io.heddle.exporter.http..", "org.apache..");

  @ArchTest
  static final ArchRule jsonKnowsNoHttpLibrary = arrow("io.heddle.exporter.json..", "org.apache..");

  @ArchTest
  static final ArchRule httpKnowsNoMetrics =
      arrow("io.heddle.exporter.http..", "io.heddle.registry..", "io.prometheus..");

  @ArchTest
  static final ArchRule httpKnowsNoSockets =
      arrow(
          "io.heddle.exporter.http",
          "io.heddle.exporter.http.connection..",
          "io.heddle.exporter.json..",
          "io.heddle.exporter",
          "org.apache..");

  @ArchTest
  static final ArchRule expositionKnowsNoJson =
      arrow("io.heddle.exporter.exposition..", "io.heddle.exporter.json..", "io.heddle.exporter");

  private static ArchRule arrow(String from, String... to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to);
  }
}
