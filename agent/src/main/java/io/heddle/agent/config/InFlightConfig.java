package io.heddle.agent.config;

/**
 * Settings of the runs in flight.
 *
 * @param stackAfterMillis how long a run lasts before its stack is shown; -1 is off: never
 */
public record InFlightConfig(long stackAfterMillis) {
  /** Default: after a minute. */
  public static final InFlightConfig DEFAULT = new InFlightConfig(60_000);
}
