package io.heddle.agent.log.silent;

/** The level of a log line, with the names of {@code java.util.logging}. */
public final class Level {
  public static final Level SEVERE = new Level();
  public static final Level WARNING = new Level();
  public static final Level INFO = new Level();
  public static final Level FINE = new Level();
  public static final Level FINER = new Level();
  public static final Level FINEST = new Level();

  private Level() {}
}
