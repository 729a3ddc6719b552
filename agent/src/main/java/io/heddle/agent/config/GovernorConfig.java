package io.heddle.agent.config;

/**
 * Settings of the limit on what probes cost.
 *
 * @param budgetPercent of one core for all probes together, above 0 and at most 100; 0 is off:
 *     every call is timed
 */
public record GovernorConfig(double budgetPercent) {
  /** Default budget: 1 percent of one core. */
  public static final GovernorConfig DEFAULT = new GovernorConfig(1);

  /** Returns true if there is a budget; false: every call is timed, at any cost. */
  public boolean on() {
    return budgetPercent > 0;
  }
}
