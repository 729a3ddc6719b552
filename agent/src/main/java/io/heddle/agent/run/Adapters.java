package io.heddle.agent.run;

import io.heddle.probe.Adapter;
import io.heddle.probe.Facts;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The adapters that packs and rules name; each kind of thing comes into being when a pack asks for
 * it.
 */
public final class Adapters implements BiFunction<String, Facts, @Nullable Adapter> {
  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final Map<String, Set<Integer>> successExits;
  private final int labelLength;
  private @Nullable ProcessRuns processes;
  private @Nullable ContainerRuns containers;
  private @Nullable ContainerAdapters containerAdapters;

  /**
   * @param families specification of a family by name
   * @param successExits exit codes besides 0 that mean success, by program
   * @param labelLength limit of label values, in characters
   */
  public Adapters(
      Registry registry,
      Function<String, FamilySpec> families,
      Map<String, Set<Integer>> successExits,
      int labelLength) {
    this.registry = registry;
    this.families = families;
    this.successExits = successExits;
    this.labelLength = labelLength;
  }

  /** The adapter of this name for a rule that tells it these facts, or null if there is none. */
  @Override
  public synchronized @Nullable Adapter apply(String name, Facts facts) {
    if (name.startsWith("process-")) {
      return processes().adapters().get(name);
    }
    if (name.startsWith("gauge-")) {
      return new GaugeAdapter(registry, facts, name.equals("gauge-add"));
    }
    return name.startsWith("container-") ? containers().of(name, facts) : null;
  }

  private ProcessRuns processes() {
    ProcessRuns runs = processes;
    if (runs == null) {
      runs = new ProcessRuns(registry, exec(), successExits, labelLength);
      processes = runs;
    }
    return runs;
  }

  private ContainerAdapters containers() {
    ContainerAdapters adapters = containerAdapters;
    if (adapters == null) {
      ContainerRuns runs = new ContainerRuns(registry, exec(), successExits, System::nanoTime);
      adapters = new ContainerAdapters(runs, labelLength);
      containers = runs;
      containerAdapters = adapters;
    }
    return adapters;
  }

  private RunFamily exec() {
    return registry.family(families.apply("exec"));
  }

  /** Forgets the runs that are open. */
  public synchronized void close() {
    ProcessRuns runs = processes;
    if (runs != null) {
      runs.close();
    }
    ContainerRuns others = containers;
    if (others != null) {
      others.close();
    }
  }
}
