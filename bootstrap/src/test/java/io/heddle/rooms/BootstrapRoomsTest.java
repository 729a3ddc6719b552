package io.heddle.rooms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.lifecycle.BootHash;

@AnalyzeClasses(packages = "io.heddle", importOptions = DoNotIncludeTests.class)
class BootstrapRoomsTest {
  private static final String PROBE = "io.heddle.probe..";
  private static final String REGISTRY = "io.heddle.registry..";
  private static final String PREMAIN = "io.heddle.premain..";
  // annotations that are not needed at run time
  private static final String NULLNESS = "org.jspecify.annotations..";

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("io.heddle.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule registryKnowsNoProbe =
      noClasses()
          .that()
          .resideInAPackage(REGISTRY)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PROBE);

  @ArchTest
  static final ArchRule registryAndProbeUseJavaBaseOnly =
      classes()
          .that()
          .resideInAnyPackage(REGISTRY, PROBE)
          .should()
          .onlyDependOnClassesThat(
              inModule("java.base")
                  .or(JavaClass.Predicates.resideInAnyPackage(REGISTRY, PROBE, NULLNESS)));

  @ArchTest
  static final ArchRule registryAndProbeKnowNoAgent =
      noClasses()
          .that()
          .resideInAnyPackage(REGISTRY, PROBE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heddle.agent..");

  @ArchTest
  static final ArchRule registryAndProbeKnowNoExporter =
      noClasses()
          .that()
          .resideInAnyPackage(REGISTRY, PROBE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.heddle.exporter..");

  @ArchTest
  static final ArchRule registryAndProbeKnowNoPremain =
      noClasses()
          .that()
          .resideInAnyPackage(REGISTRY, PROBE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PREMAIN);

  @ArchTest
  static final ArchRule premainNamesNoBootClass =
      noClasses()
          .that()
          .resideInAPackage(PREMAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REGISTRY, PROBE);

  @ArchTest
  static final ArchRule premainUsesJavaBaseAndInstrumentOnly =
      classes()
          .that()
          .resideInAPackage(PREMAIN)
          .should()
          .onlyDependOnClassesThat(
              inModule("java.base")
                  .or(inModule("java.instrument"))
                  .or(JavaClass.Predicates.resideInAnyPackage(PREMAIN, NULLNESS)));

  @ArchTest
  static final ArchRule onlyTheBridgeHoldsStaticStateThatChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(REGISTRY, PROBE)
          .and()
          .areNotDeclaredIn(ProbeBridge.class)
          .and()
          .areNotDeclaredIn(BootHash.class)
          .should()
          .beFinal();

  /** By the module that the class really is in: java.sql and others begin with java. as well. */
  private static DescribedPredicate<JavaClass> inModule(String module) {
    return DescribedPredicate.describe(
        "in module " + module,
        type -> {
          JavaClass element = type.getBaseComponentType();
          if (element.isPrimitive()) {
            return true;
          }
          try {
            Class<?> loaded = Class.forName(element.getName(), false, null);
            return module.equals(loaded.getModule().getName());
          } catch (ClassNotFoundException e) {
            return false;
          }
        });
  }
}
