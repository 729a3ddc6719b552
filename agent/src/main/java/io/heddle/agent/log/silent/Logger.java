package io.heddle.agent.log.silent;

import org.jspecify.annotations.Nullable;

/** A logger that discards everything: what matters reaches Heddle as an exception. */
public final class Logger {
  private static final Logger ONLY = new Logger();

  private Logger() {}

  /** Returns the only logger. */
  public static Logger getLogger(@Nullable String name) {
    return ONLY;
  }

  /** Returns false for every level. */
  public boolean isLoggable(Level level) {
    return false;
  }

  /** Discards the message. */
  public void log(Level level, @Nullable String message) {}

  /** Discards the message. */
  public void log(Level level, @Nullable String message, @Nullable Object parameter) {}

  /** Discards the message. */
  public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {}

  /** Discards the message. */
  public void log(Level level, @Nullable String message, @Nullable Object[] parameters) {}

  /** Discards the record. */
  public void log(LogRecord discarded) {}

  /** Returns an empty name. */
  public String getName() {
    return "";
  }

  /** Discards the message. */
  public void finest(@Nullable String message) {}

  /** Discards the message. */
  public void warning(@Nullable String message) {}
}
