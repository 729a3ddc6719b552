package io.heddle.agent.config;

/**
 * About the price of probes.
 *
 * @param budgetPercent of one core for all probes together, above 0 and at most 100; 0 is off:
 *     every call is timed
 */
public record GovernorConfig(double budgetPercent) {
  /** 1 percent of one core. */
  public static final GovernorConfig DEFAULT = new GovernorConfig(1);

  /** False: every call is timed, whatever it costs. */
  public boolean on() {
    return budgetPercent > 0;
  }
}
