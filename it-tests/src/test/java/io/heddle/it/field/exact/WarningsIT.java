package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two different warnings within a minute are two warnings, of one kind too. */
class WarningsIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayBoth(Jdk jdk) throws Exception {
    ProcessResult result =
        JavaProcess.with(jdk)
            .agent("exporter.port=0,units.interval=100ms")
            .jvm("-Dheddle.nonsense=1")
            .run("com.acme.harness.HelloApp")
            .runToEnd();
    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.agentLines())
        .hasSize(3)
        .anyMatch(line -> line.contains("WARN") && line.contains("units.interval"))
        .anyMatch(line -> line.contains("WARN") && line.contains("nonsense"));
  }
}
