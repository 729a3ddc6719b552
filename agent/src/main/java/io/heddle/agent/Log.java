package io.heddle.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that Heddle says: one line at start, then warnings, each kind at most once a minute,
 * on stderr. The logger is loaded with the first warning: a start without any does not pay for it.
 */
final class Log {
  private static final long MINUTE = 60_000_000_000L;
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private static final Map<String, Long> LAST = new ConcurrentHashMap<>();
  private static volatile String level = "warn";
  private static volatile @Nullable Logger logger;

  private Log() {}

  /** The level of slf4j-simple, {@code off} included; before the first warning. */
  static void level(String wanted) {
    level = wanted;
  }

  /** The line at start. */
  static void line(String text) {
    System.err.println("heddle: " + text);
  }

  /** A warning of a kind; dropped if one of that kind was said within a minute. */
  static void warn(String kind, String text) {
    long now = System.nanoTime();
    Long last = LAST.get(kind);
    if (last != null && now - last < MINUTE) {
      return;
    }
    LAST.put(kind, now);
    logger().warn(text);
  }

  /** Details of an error that a warning has named. */
  static void debug(String text, Throwable why) {
    if (!level.equals("warn")) {
      logger().debug(text, why);
    }
  }

  /** What only somebody who looks for it wants to read. */
  static void debug(String text) {
    if (level.equals("debug") || level.equals("trace")) {
      logger().debug(text);
    }
  }

  private static Logger logger() {
    Logger known = logger;
    if (known == null) {
      // read once, while the logger is made, and of no other slf4j: the name is relocated
      System.setProperty(LEVEL, level);
      known = LoggerFactory.getLogger("heddle");
      System.clearProperty(LEVEL);
      logger = known;
    }
    return known;
  }
}
