package io.heddle.agent.weave;

import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.asm.AsmAdapterWeaver;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.thread.UninterruptibleWait;
import io.heddle.probe.Adapter;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** Creates the class weaver for other packages, which loads Byte Buddy, and the one without it. */
public final class ClassWeaverFactory {
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private ClassWeaverFactory() {}

  /**
   * Creates a class weaver, typed as an object since only {@link Weaver} uses it.
   *
   * @param preparation may have read the advice
   * @param threads creates a thread for what can be done beside
   */
  public static Object make(
      Registry registry,
      Function<String, FamilySpec> families,
      AdapterSource adapters,
      AdvicePreparation preparation,
      ThreadFactory threads)
      throws ReflectiveOperationException {
    // beside: it needs nothing of Byte Buddy, and takes a tenth of all
    Thread linking = threads.newThread(new ProbeLinking());
    linking.setName("heddle-weaver");
    linking.start();
    AdviceCatalog advice = preparation.advice();
    warmUp(families, adapters, advice);
    UninterruptibleWait.forEnd(linking, LONGEST_WAIT_MILLIS);
    return new ClassWeaver(registry, families, adapters, advice);
  }

  /**
   * Creates the weaver of the JDK's classes of child processes, typed as {@link #make} does.
   *
   * @param adapters creates the adapters that the rules of these classes name
   * @param preparation runs beside, when the first of these classes is about to be woven
   */
  public static Object adapterWeaver(
      Registry registry, AdapterSource adapters, Runnable preparation) {
    return new AsmAdapterWeaver(new AdapterProbes(registry, adapters), preparation);
  }

  /** Creates the probes of rules that are plain adapters. */
  private record AdapterProbes(Registry registry, AdapterSource adapters)
      implements AsmAdapterWeaver.ProbeSource {
    @Override
    public Probe probe(ActiveRule rule) {
      NotifyAdapter action = (NotifyAdapter) rule.spec().action();
      RuleBindings bindings = new RuleBindings(rule.pack(), registry, rule.rule(), Map.of());
      Adapter adapter = adapters.event(action.event(), bindings);
      if (adapter == null) {
        throw new IllegalStateException("no adapter " + action.event());
      }
      return Probe.adapted(registry, rule.rule(), adapter);
    }
  }

  /**
   * Weaves once with a registry that is never scraped: in a scraped one the series of a woven
   * method are published as 0 from then on.
   */
  private static void warmUp(
      Function<String, FamilySpec> families, AdapterSource adapters, AdviceCatalog advice)
      throws ReflectiveOperationException {
    Registry unread = new Registry("warm", 1, 1 << 20);
    new ClassWeaver(unread, families, adapters, advice).warmUp();
    unread.close();
  }

  /** Links what the first runs need. */
  private static final class ProbeLinking implements Runnable {
    @Override
    public void run() {
      ProbeBridge.warmUp();
    }
  }
}
