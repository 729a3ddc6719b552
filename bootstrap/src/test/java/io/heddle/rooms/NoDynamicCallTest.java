package io.heddle.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.ProbeBridge;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Woven JDK classes call these: a lambda or a concatenation there can call itself for ever. */
class NoDynamicCallTest {
  static List<Path> bootClasses() throws IOException, URISyntaxException {
    Path root =
        Path.of(ProbeBridge.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> found = new ArrayList<>();
    for (String room : List.of("probe", "registry")) {
      try (Stream<Path> files = Files.walk(root.resolve("io/heddle").resolve(room))) {
        files.filter(file -> file.toString().endsWith(".class")).forEach(found::add);
      }
    }
    assertThat(found).hasSizeGreaterThan(30);
    return found;
  }

  @ParameterizedTest
  @MethodSource("bootClasses")
  void shouldHoldNoDynamicCallBesidesTheMethodsOfRecords(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(ClassFile.dynamicCalls(in)).as("%s", file.getFileName()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "probe.ProbeBridge",
        "probe.TrackedRuns",
        "probe.Probe",
        "probe.CallDepth",
        "registry.family.Cells",
        "registry.family.BucketCounts",
        "registry.snapshot.BucketLayout",
        "registry.ThreadCells",
        "registry.family.Series",
        "registry.InFlightRun"
      })
  void shouldBeNoRecordOnTheHotPath(String name) throws ClassNotFoundException {
    assertThat(Class.forName("io.heddle." + name).isRecord()).isFalse();
  }

  @Test
  void shouldFindALambdaWhereThereIsOne() throws IOException {
    Supplier<Object> lambda = Object::new;
    assertThat(lambda.get()).isNotNull();
    String own = "/" + NoDynamicCallTest.class.getName().replace('.', '/') + ".class";
    try (InputStream in = NoDynamicCallTest.class.getResourceAsStream(own)) {
      assertThat(in).isNotNull();
      if (in != null) {
        assertThat(ClassFile.dynamicCalls(in)).isPositive();
      }
    }
  }
}
