package io.heddle.agent.weave.classes;

import org.jspecify.annotations.Nullable;

/**
 * Tells which class loaders are Heddle's own, of this attachment and of earlier ones: a detach
 * closes its loader, and some of its classes may stay for a while. Nothing in them is looked at.
 */
public final class HeddleLoaders {
  // by name: what defines it is the hop, which the agent knows by name only
  private static final String NAME = "io.heddle.premain.AgentClassLoader";

  private HeddleLoaders() {}

  public static boolean include(@Nullable ClassLoader loader) {
    return loader != null
        && (loader == HeddleLoaders.class.getClassLoader()
            || loader.getClass().getName().equals(NAME));
  }
}
