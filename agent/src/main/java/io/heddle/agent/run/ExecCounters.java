package io.heddle.agent.run;

import io.heddle.registry.Counters;
import io.heddle.registry.Registry;
import java.util.List;

/** What the runners of the family {@code exec} count besides their runs, each the same counter. */
final class ExecCounters {
  private static final List<String> LABELS = List.of("runner", "name");

  private ExecCounters() {}

  static Counters sent(Registry registry) {
    return registry.counter("exec_sent_bytes", "Bytes sent to the standard input.", LABELS);
  }

  static Counters received(Registry registry) {
    return registry.counter(
        "exec_received_bytes", "Bytes received from standard output and error.", LABELS);
  }
}
