package io.heddle.agent.log;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes everything that Heddle logs to stderr: one line at start, then warnings, each at most once
 * a minute. The logger is loaded with the first warning: a start without any does not pay for it.
 */
public final class Log {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  // the agent's class loader tells whether its jar was changed
  private static final @Nullable ClassLoader OWN = Log.class.getClassLoader();

  private static volatile String level = "warn";
  private static volatile @Nullable Logger logger;
  private static volatile @Nullable WarningLimiter warnings;

  private Log() {}

  /** Sets the level of slf4j-simple, {@code off} included. */
  public static void level(String wanted) {
    level = wanted;
  }

  /** Prints a line that has no level, such as the one at start. */
  public static void line(String text) {
    if (!isJarChanged()) {
      System.err.println("heddle: " + text);
    }
  }

  /**
   * Logs a warning of a kind. Drops and counts it if the same one, or very many others of its kind,
   * were logged within a minute. Never throws.
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

  /** Logs how many warnings were left out a minute ago. Never throws. */
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
    if (level.equals("error") || level.equals("off")) {
      return;
    }
    for (String line : lines) {
      logger().warn(line);
    }
  }

  /** Returns the number of warnings that were left out. */
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

  /** Logs the details of an error that a warning has named. Never throws. */
  public static void debug(String text, Throwable why) {
    try {
      if (isDetailed() && !isJarChanged()) {
        logger().debug(text, why);
      }
    } catch (Throwable e) {
      plainly(text + ": " + why);
    }
  }

  /** Logs a detail at the level debug. Never throws. */
  public static void debug(String text) {
    try {
      if (isDetailed() && !isJarChanged()) {
        logger().debug(text);
      }
    } catch (Throwable e) {
      plainly(text);
    }
  }

  private static boolean isDetailed() {
    return level.equals("debug") || level.equals("trace");
  }

  /** Returns true if the agent jar was overwritten: what then fails to load is no news. */
  private static boolean isJarChanged() {
    return OWN instanceof BooleanSupplier changed && changed.getAsBoolean();
  }

  /** Prints a text whose logger cannot be made or has failed, so that the text is not lost. */
  private static void plainly(String text) {
    try {
      if (!isJarChanged()) {
        System.err.println("heddle: " + text);
      }
    } catch (Throwable e) {
      // there is no other way to report it
    }
  }

  private static Logger logger() {
    Logger known = logger;
    if (known == null) {
      // read once, while the logger is made, and of no other slf4j: the name is relocated. The
      // lowest, since a reload may change the level, which is asked before
      System.setProperty(LEVEL, "trace");
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
