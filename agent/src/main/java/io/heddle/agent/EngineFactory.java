package io.heddle.agent;

import io.heddle.agent.run.Adapters;
import io.heddle.agent.weave.Engines;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Makes the weaving engine, and with it loads Byte Buddy, when the first class needs it. */
record EngineFactory(
    Registry registry, Function<String, FamilySpec> families, Adapters adapters, int maxMethods)
    implements Callable<Object> {
  @Override
  public Object call() throws ReflectiveOperationException {
    return Engines.make(registry, families, adapters, maxMethods);
  }
}
