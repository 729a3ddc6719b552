package io.heddle.agent.weave;

import io.heddle.probe.Door;
import io.heddle.probe.Probe;
import io.heddle.probe.Publishers;
import io.heddle.probe.Runs;
import io.heddle.probe.Visits;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Asks a loader whether woven code would find through it what it names. Asked before a class is
 * woven: the JVM then keeps the answer for this loader, so that one that gives nothing later, as
 * that of a stopped web application, changes nothing.
 */
final class BootReach {
  private static final Class<?>[] NAMED = {
    Door.class,
    Probe.class,
    Runs.class,
    Visits.class,
    Publishers.class,
    ActiveCall.class,
    Cells.class,
    OpenRun.class,
    MethodHandles.Lookup.class
  };

  private BootReach() {}

  /** Null if it does, else the reason why a class of that loader cannot be woven. */
  static @Nullable String problem(ClassFiles files, @Nullable ClassLoader loader) {
    if (loader == null) {
      return null;
    }
    for (Class<?> named : NAMED) {
      Class<?> found = files.find(named.getName(), loader);
      if (found == null) {
        String cure = JBossModules.cure(loader);
        return "its loader hides the boot classes" + (cure == null ? "" : ": " + cure);
      }
      if (found != named) {
        return "its loader has another copy of the boot classes";
      }
    }
    return null;
  }
}
