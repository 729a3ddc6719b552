package io.heddle.agent.governor;

import io.heddle.agent.log.WarningSink;
import io.heddle.registry.Registry;
import io.heddle.registry.time.CoarseClock.NanoClock;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Starts the governor of a registry, and publishes its metrics. */
public final class GovernorFactory {
  private GovernorFactory() {}

  /**
   * Publishes what calls cost, and starts a thread that keeps timing within the budget.
   *
   * @param family name of the family whose runs may go untimed; it has a label {@code rule}
   * @param percent of one core that timing may take; 0: every call is timed, and no thread starts
   * @return the governor, to be closed; null without a budget
   */
  public static @Nullable Governor start(
      Registry registry,
      String family,
      double percent,
      ThreadFactory threads,
      WarningSink warnings) {
    NanoClock clock = System::nanoTime;
    CallCost cost = new CallCost(clock);
    registry.addProducer(new GovernorMetrics(registry, family, cost));
    return percent <= 0 ? null : begin(registry, family, percent, cost, threads, warnings);
  }

  /** Starts a governor where there was no budget before; parameters as above. */
  public static Governor begin(
      Registry registry,
      String family,
      double percent,
      ThreadFactory threads,
      WarningSink warnings) {
    CallCost cost = new CallCost(System::nanoTime);
    return begin(registry, family, percent, cost, threads, warnings);
  }

  private static Governor begin(
      Registry registry,
      String family,
      double percent,
      CallCost cost,
      ThreadFactory threads,
      WarningSink warnings) {
    Governor governor = new Governor(registry, family, percent, cost, warnings);
    Thread thread = threads.newThread(governor);
    thread.setName("heddle-governor");
    thread.start();
    return governor;
  }
}
