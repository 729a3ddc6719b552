package io.heddle.probe.lifecycle;

import io.heddle.probe.ProbeBridge;

/**
 * The task that the JVM runs last, after the application's own shutdown hooks: until then Heddle
 * serves. A thread that waits in native code for a connection would hold up the end of the JVM by
 * 300 ms.
 */
public final class ShutdownTask implements Runnable {
  @Override
  public void run() {
    ProbeBridge.exit();
  }
}
