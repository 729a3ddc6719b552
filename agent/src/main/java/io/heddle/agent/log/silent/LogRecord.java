package io.heddle.agent.log.silent;

import org.jspecify.annotations.Nullable;

/** A log line that is discarded, with the methods that libraries call. */
public final class LogRecord {
  /** Creates a line, of which nothing is kept. */
  public LogRecord(Level level, @Nullable String message) {}

  /** Discards the name. */
  public void setLoggerName(@Nullable String name) {}

  /** Discards the exception. */
  public void setThrown(@Nullable Throwable thrown) {}
}
