package io.heddle.agent.log.silent;

import org.jspecify.annotations.Nullable;

/**
 * Takes what a library has to say and says nothing: what matters reaches Heddle as an exception.
 */
public final class Logger {
  private static final Logger ONLY = new Logger();

  private Logger() {}

  public static Logger getLogger(@Nullable String name) {
    return ONLY;
  }

  public boolean isLoggable(Level level) {
    return false;
  }

  public void log(Level level, @Nullable String message) {}

  public void log(Level level, @Nullable String message, @Nullable Object parameter) {}

  public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {}

  public void log(Level level, @Nullable String message, @Nullable Object[] parameters) {}

  public void warning(@Nullable String message) {}
}
