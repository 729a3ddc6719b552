package io.heddle.agent.weave;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.util.function.Function;

/** Creates the class weaver for other packages; a call loads Byte Buddy. */
public final class ClassWeaverFactory {
  // Byte Buddy: without this it prints warnings about sun.misc.Unsafe on Java 25
  private static final String SAFE = "net.bytebuddy.safe";

  private ClassWeaverFactory() {}

  /** Creates a class weaver, typed as an object since only {@link Weaver} uses it. */
  public static Object make(
      Registry registry, Function<String, FamilySpec> families, AdapterSource adapters)
      throws ReflectiveOperationException {
    System.setProperty(SAFE, "true");
    try {
      warmUp(families, adapters);
      return new ClassWeaver(registry, families, adapters);
    } finally {
      // relocated: no Byte Buddy of the application reads it, and nothing stays behind
      System.clearProperty(SAFE);
    }
  }

  /**
   * Weaves once with a registry that is never scraped: in a scraped one the series of a woven
   * method are published as 0 from then on.
   */
  private static void warmUp(Function<String, FamilySpec> families, AdapterSource adapters)
      throws ReflectiveOperationException {
    Registry unread = new Registry("warm", 1, 1 << 20);
    new ClassWeaver(unread, families, adapters).warmUp();
    unread.close();
    ProbeBridge.warmUp();
  }
}
