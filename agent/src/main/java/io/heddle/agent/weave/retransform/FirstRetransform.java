package io.heddle.agent.weave.retransform;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * The first retransformation of a JVM that an agent came to late: the JVM drops all its compiled
 * code then, since that was compiled without notes on which methods it depends on. Done at once,
 * with a class that no one uses, it does not drop what Heddle's own code is compiled to while it
 * looks for classes and weaves the first of them.
 */
public final class FirstRetransform {
  private FirstRetransform() {}

  /** Retransforms a class that stays as it is. */
  public static void run(Instrumentation instrumentation) {
    try {
      instrumentation.retransformClasses(Unused.class);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      // then the first batch of classes meets the same
    }
  }

  /** The class that is retransformed. */
  private static final class Unused {}
}
