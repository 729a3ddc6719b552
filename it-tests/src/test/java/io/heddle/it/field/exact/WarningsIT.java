package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Ran;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two different warnings within a minute are two warnings, of one kind too. */
@Tag("concurrent")
class WarningsIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayBoth(Jdk jdk) throws Exception {
    Ran ran =
        JavaProcess.with(jdk)
            .agent("exporter.port=0,units.interval=100ms")
            .jvm("-Dheddle.nonsense=1")
            .run("com.acme.harness.Hello")
            .ran();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEqualTo("hello\n");
    assertThat(ran.ours())
        .hasSize(3)
        .anyMatch(line -> line.contains("WARN") && line.contains("units.interval"))
        .anyMatch(line -> line.contains("WARN") && line.contains("nonsense"));
  }
}
