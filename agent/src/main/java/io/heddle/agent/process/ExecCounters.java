package io.heddle.agent.process;

import io.heddle.registry.Registry;
import io.heddle.registry.labeled.LabeledCounter;
import java.util.List;

/** Counters that all runners of the family {@code exec} share, besides their runs. */
public final class ExecCounters {
  private static final List<String> LABELS = List.of("runner", "name");

  private ExecCounters() {}

  static LabeledCounter sent(Registry registry) {
    return registry.counter("exec_sent_bytes", "Bytes sent to the standard input.", LABELS);
  }

  /** Returns the counter of bytes received, the same one at each call. */
  public static LabeledCounter received(Registry registry) {
    return registry.counter(
        "exec_received_bytes", "Bytes received from standard output and error.", LABELS);
  }
}
