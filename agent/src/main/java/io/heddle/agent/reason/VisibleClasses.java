package io.heddle.agent.reason;

import org.jspecify.annotations.Nullable;

/**
 * The classes that a diagnosis looks at: those of a running JVM, or those of some jars. An
 * implementation loads no class.
 */
public interface VisibleClasses {
  /** Returns the names of the classes, dotted, nested ones with {@code $}. */
  Iterable<String> names();

  /**
   * Returns a class as its class file shows it, whether {@link #names} has it or not; null if there
   * is no class file.
   */
  @Nullable ClassView view(String name);

  /** Returns true for the classes of a running JVM, to which more may come. */
  boolean isRunning();

  /** Returns true if class files were asked for that there was no time to read. */
  boolean isOutOfTime();

  /**
   * Returns why a rule cannot weave a class, in one clause; null if nothing stands against it.
   *
   * @param named true if the rule has the exact name of the class
   */
  @Nullable String obstacle(String name, boolean named);
}
