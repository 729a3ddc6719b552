package io.heddle.agent.config;

/**
 * Settings of reloads.
 *
 * @param everyMillis how often the file is looked at, 1 s to 1 day; 0: only by the command
 */
public record ReloadConfig(long everyMillis) {
  /** Default: a look every 5 seconds. */
  public static final ReloadConfig DEFAULT = new ReloadConfig(5000);

  @Override
  public String toString() {
    return everyMillis == 0 ? "off" : everyMillis + "ms";
  }
}
