package io.heddle.probe.lifecycle;

import java.util.function.Consumer;

/**
 * Says which boot part this JVM has: boot classes cannot be unloaded, and a later attach must not
 * mix its own with these.
 */
public final class BootHash implements Consumer<String> {
  /** SHA-256 of the boot classes in the jar that defined them; empty until all are there. */
  @SuppressWarnings("NonFinalStaticField") // set once, by the hop, when the last class is defined
  public static volatile String value = "";

  /** For the hop, which can name no boot class. */
  @Override
  public void accept(String hash) {
    value = hash;
  }
}
