package io.heddle.agent.process;

import io.heddle.registry.Registry;
import io.heddle.registry.labeled.LabeledCounter;
import java.util.List;

/** What the runners of the family {@code exec} count besides their runs, each the same counter. */
public final class ExecCounters {
  private static final List<String> LABELS = List.of("runner", "name");

  private ExecCounters() {}

  static LabeledCounter sent(Registry registry) {
    return registry.counter("exec_sent_bytes", "Bytes sent to the standard input.", LABELS);
  }

  public static LabeledCounter received(Registry registry) {
    return registry.counter(
        "exec_received_bytes", "Bytes received from standard output and error.", LABELS);
  }
}
