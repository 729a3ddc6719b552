package io.heddle.agent.weave.classes;

import org.jspecify.annotations.Nullable;

/**
 * Recognises the class loaders of Heddle, of this attachment and of earlier ones: a detach closes
 * its loader, and some of its classes may stay for a while. Their classes are never looked at.
 */
public final class HeddleLoaders {
  // by name: the launcher defines it, which the agent knows by name only
  private static final String NAME = "io.heddle.premain.AgentClassLoader";

  private HeddleLoaders() {}

  /** Returns true if this is a class loader of Heddle. */
  public static boolean include(@Nullable ClassLoader loader) {
    return loader != null
        && (loader == HeddleLoaders.class.getClassLoader()
            || loader.getClass().getName().equals(NAME));
  }
}
