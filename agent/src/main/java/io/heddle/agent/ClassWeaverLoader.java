package io.heddle.agent;

import io.heddle.agent.weave.ClassWeaverFactory;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Creates the class weaver, and loads Byte Buddy with it, when the first class needs it. */
record ClassWeaverLoader(
    Instrumentation instrumentation,
    Registry registry,
    Function<String, FamilySpec> families,
    AdapterFactory adapters)
    implements Callable<Object> {
  @Override
  public Object call() throws ReflectiveOperationException {
    openLookup();
    return ClassWeaverFactory.make(registry, families, adapters);
  }

  /** Lets the boot classes read members of the application's objects where a rule asks for it. */
  private void openLookup() {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang.invoke", Set.of(ProbeBridge.class.getModule())),
        Set.of(),
        Map.of());
  }
}
