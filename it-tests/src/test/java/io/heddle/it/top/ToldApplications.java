package io.heddle.it.top;

import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import java.io.IOException;

/** Starts {@code com.acme.top.ToldApp} with rules for all that it does. */
final class ToldApplications {
  private static final String RULES =
      """
      rules:
        - { id: tools, type: com.acme.top.ToldApp, method: tool, family: tool, labels: { tool: $1 } }
        - { id: fails, type: com.acme.top.ToldApp, method: fail, family: tool, labels: { tool: $1 } }
        - { id: parked, type: com.acme.top.ToldApp, method: parked, family: job,
            labels: { kind: parked, name: $1 } }
        - { id: steps, type: com.acme.top.ToldApp, method: step }
      inflight: { stackAfter: 1ms }
      """;

  private ToldApplications() {}

  static ControlledApplication start(Jdk jdk, String... options) throws IOException {
    return ControlledApplication.start(
        JavaProcess.with(jdk).config(RULES).jvm(options), "com.acme.top.ToldApp");
  }
}
