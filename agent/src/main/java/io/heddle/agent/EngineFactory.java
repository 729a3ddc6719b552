package io.heddle.agent;

import io.heddle.agent.run.Adapters;
import io.heddle.agent.weave.Engines;
import io.heddle.probe.Door;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Makes the weaving engine, and with it loads Byte Buddy, when the first class needs it. */
record EngineFactory(
    Instrumentation instrumentation,
    Registry registry,
    Function<String, FamilySpec> families,
    Adapters adapters)
    implements Callable<Object> {
  @Override
  public Object call() throws ReflectiveOperationException {
    openLookup();
    return Engines.make(registry, families, adapters);
  }

  /** Lets the boot part read members of the application's objects where a rule asks for it. */
  private void openLookup() {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang.invoke", Set.of(Door.class.getModule())),
        Set.of(),
        Map.of());
  }
}
