package io.heddle.agent.weave.classes;

import io.heddle.probe.AdapterCalls;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.TrackedRuns;
import io.heddle.probe.reactive.ReactiveRuns;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether woven code would find the boot classes that it names through its loader. This
 * happens before a class is woven: the JVM then keeps the answer for this loader, so that a loader
 * that gives nothing later, as that of a stopped web application, changes nothing.
 */
public final class BootVisibility {
  private static final Class<?>[] NAMED = {
    ProbeBridge.class,
    Probe.class,
    TrackedRuns.class,
    AdapterCalls.class,
    ReactiveRuns.class,
    ActiveCall.class,
    Cells.class,
    InFlightRun.class,
    MethodHandles.Lookup.class
  };

  private BootVisibility() {}

  /** Returns null if the loader finds them, else why a class of that loader cannot be woven. */
  public static @Nullable String problem(ClassFiles files, @Nullable ClassLoader loader) {
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
