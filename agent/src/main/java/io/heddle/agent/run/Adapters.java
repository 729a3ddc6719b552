package io.heddle.agent.run;

import io.heddle.probe.Adapter;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The adapters that packs name; each kind of thing comes into being when a pack asks for it. */
public final class Adapters implements Function<String, @Nullable Adapter> {
  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final Map<String, Set<Integer>> successExits;
  private final int labelLength;
  private @Nullable ProcessRuns processes;

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

  /** The adapter of this name, or null if there is none. */
  @Override
  public synchronized @Nullable Adapter apply(String name) {
    if (!name.startsWith("process-")) {
      return null;
    }
    ProcessRuns runs = processes;
    if (runs == null) {
      runs =
          new ProcessRuns(
              registry, registry.family(families.apply("exec")), successExits, labelLength);
      processes = runs;
    }
    return runs.adapters().get(name);
  }

  /** Forgets the runs that are open. */
  public synchronized void close() {
    ProcessRuns runs = processes;
    if (runs != null) {
      runs.close();
    }
  }
}
