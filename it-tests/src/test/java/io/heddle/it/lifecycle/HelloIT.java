package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelloIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayOneLineOnStderrAndNothingElse(Jdk jdk) throws Exception {
    try (JavaProcess hello = JavaProcess.with(jdk).run("com.acme.harness.HelloApp").start()) {
      assertThat(hello.exit()).isZero();
      assertThat(hello.stdout()).isEqualTo("hello\n");
      assertThat(hello.stderr()).matches("heddle: http://127\\.0\\.0\\.1:\\d+/metrics\n");
    }
  }
}
