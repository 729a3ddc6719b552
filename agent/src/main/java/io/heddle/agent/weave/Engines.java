package io.heddle.agent.weave;

import io.heddle.probe.Adapter;
import io.heddle.probe.Door;
import io.heddle.probe.Facts;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one way from outside to the engine: whoever calls it loads Byte Buddy. */
public final class Engines {
  // Byte Buddy: without this it prints warnings about sun.misc.Unsafe on 25
  private static final String SAFE = "net.bytebuddy.safe";

  private Engines() {}

  /** Makes the engine; the result is for the weaver alone. */
  public static Object make(
      Registry registry,
      Function<String, FamilySpec> families,
      BiFunction<String, Facts, @Nullable Adapter> adapters)
      throws ReflectiveOperationException {
    System.setProperty(SAFE, "true");
    try {
      warmUp(families, adapters);
      return new Engine(registry, families, adapters);
    } finally {
      // relocated: no Byte Buddy of the application reads it, and nothing stays behind
      System.clearProperty(SAFE);
    }
  }

  /** With a registry that nobody scrapes: a woven method reads 0 from then on. */
  private static void warmUp(
      Function<String, FamilySpec> families, BiFunction<String, Facts, @Nullable Adapter> adapters)
      throws ReflectiveOperationException {
    Registry unread = new Registry("warm", 1, 1 << 20);
    new Engine(unread, families, adapters).warmUp();
    unread.close();
    Door.warmUp();
  }
}
