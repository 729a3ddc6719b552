package io.heddle.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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
  // the hop's loader tells whether its jar was changed
  private static final @Nullable ClassLoader OWN = Log.class.getClassLoader();

  private static volatile String level = "warn";
  private static volatile @Nullable Logger logger;

  private Log() {}

  /** The level of slf4j-simple, {@code off} included; before the first warning. */
  static void level(String wanted) {
    level = wanted;
  }

  /** The line at start. */
  static void line(String text) {
    if (!isJarChanged()) {
      System.err.println("heddle: " + text);
    }
  }

  /** A warning of a kind; dropped if one of that kind was said within a minute. Never throws. */
  static void warn(String kind, String text) {
    try {
      long now = System.nanoTime();
      Long last = LAST.get(kind);
      if (isJarChanged() || (last != null && now - last < MINUTE)) {
        return;
      }
      LAST.put(kind, now);
      logger().warn(text);
    } catch (Throwable e) {
      plainly(text);
    }
  }

  /** Details of an error that a warning has named. Never throws. */
  static void debug(String text, Throwable why) {
    try {
      if (!level.equals("warn") && !isJarChanged()) {
        logger().debug(text, why);
      }
    } catch (Throwable e) {
      plainly(text + ": " + why);
    }
  }

  /** Logs a detail that only somebody who looks for it wants to read. Never throws. */
  static void debug(String text) {
    try {
      if ((level.equals("debug") || level.equals("trace")) && !isJarChanged()) {
        logger().debug(text);
      }
    } catch (Throwable e) {
      plainly(text);
    }
  }

  /** True if the agent jar was overwritten: what then fails to load is no news. */
  private static boolean isJarChanged() {
    return OWN instanceof BooleanSupplier changed && changed.getAsBoolean();
  }

  /** A logger that cannot be had, or fails, must not cost what it should have reported. */
  private static void plainly(String text) {
    try {
      if (!isJarChanged()) {
        System.err.println("heddle: " + text);
      }
    } catch (Throwable e) {
      // there is nobody left to tell
    }
  }

  private static Logger logger() {
    Logger known = logger;
    if (known == null) {
      // read once, while the logger is made, and of no other slf4j: the name is relocated
      System.setProperty(LEVEL, level);
      try {
        known = LoggerFactory.getLogger("heddle");
      } finally {
        System.clearProperty(LEVEL);
      }
      logger = known;
    }
    return known;
  }
}
