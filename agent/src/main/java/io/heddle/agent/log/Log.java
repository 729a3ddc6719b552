package io.heddle.agent.log;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that Heddle says: one line at start, then warnings, each at most once a minute, on
 * stderr. The logger is loaded with the first warning: a start without any does not pay for it.
 */
public final class Log {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  // the hop's loader tells whether its jar was changed
  private static final @Nullable ClassLoader OWN = Log.class.getClassLoader();

  private static volatile String level = "warn";
  private static volatile @Nullable Logger logger;
  private static volatile @Nullable WarningLimiter warnings;

  private Log() {}

  /** The level of slf4j-simple, {@code off} included; before the first warning. */
  public static void level(String wanted) {
    level = wanted;
  }

  /** The line at start. */
  public static void line(String text) {
    if (!isJarChanged()) {
      System.err.println("heddle: " + text);
    }
  }

  /**
   * A warning of a kind; dropped and counted if the same was said within a minute, or very many
   * others of its kind. Never throws.
   */
  public static void warn(String kind, String text) {
    try {
      if (!isJarChanged()) {
        say(warnings().of(kind, text, System.nanoTime()));
      }
    } catch (Throwable e) {
      plainly(text);
    }
  }

  /** Says how many warnings were left out a minute ago. Never throws. */
  public static void catchUp() {
    WarningLimiter known = warnings;
    try {
      if (known != null && !isJarChanged()) {
        say(known.overdue(System.nanoTime()));
      }
    } catch (Throwable e) {
      // they are counted
    }
  }

  private static void say(List<String> lines) {
    for (String line : lines) {
      logger().warn(line);
    }
  }

  /** Warnings that were not said. */
  public static long leftOut() {
    WarningLimiter known = warnings;
    return known == null ? 0 : known.left();
  }

  private static synchronized WarningLimiter warnings() {
    WarningLimiter known = warnings;
    if (known == null) {
      known = new WarningLimiter();
      warnings = known;
    }
    return known;
  }

  /** Details of an error that a warning has named. Never throws. */
  public static void debug(String text, Throwable why) {
    try {
      if (!level.equals("warn") && !isJarChanged()) {
        logger().debug(text, why);
      }
    } catch (Throwable e) {
      plainly(text + ": " + why);
    }
  }

  /** Logs a detail that only somebody who looks for it wants to read. Never throws. */
  public static void debug(String text) {
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
