package io.heddle.probe.lifecycle;

import java.util.function.Consumer;

/**
 * Holds the hash of the boot classes in this JVM: they cannot be unloaded, and a later attach must
 * not mix its own with them.
 */
public final class BootHash implements Consumer<String> {
  /** SHA-256 of the boot classes in the jar that defined them; empty until all are there. */
  @SuppressWarnings("NonFinalStaticField") // set once, by the launcher, after the last class
  public static volatile String value = "";

  /** Sets the hash, for the launcher, which can name no boot class. */
  @Override
  public void accept(String hash) {
    value = hash;
  }
}
