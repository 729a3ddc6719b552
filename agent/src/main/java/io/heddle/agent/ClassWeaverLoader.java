package io.heddle.agent;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.governor.Governor;
import io.heddle.agent.governor.GovernorFactory;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.AdvicePreparation;
import io.heddle.agent.weave.ClassWeaverFactory;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates the class weaver, and loads Byte Buddy with it, when the first class needs it; the
 * governor too, as there are calls from then on. Gives also the weaver that child processes need,
 * which does without.
 */
final class ClassWeaverLoader implements Callable<Object>, Supplier<Object>, AutoCloseable {
  private final Instrumentation instrumentation;
  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final AdapterFactory adapters;
  private final AdvicePreparation preparation;
  private volatile double budgetPercent;
  private final ThreadFactory threads;
  private final WarningSink warnings;
  private boolean made; // guarded by this
  private volatile @Nullable Governor governor;
  private @Nullable Object adapterWeaver; // guarded by this

  /**
   * @param preparation may have begun
   * @param budgetPercent of one core that the timing of calls may take; 0: all that it needs
   */
  ClassWeaverLoader(
      Instrumentation instrumentation,
      Registry registry,
      Function<String, FamilySpec> families,
      AdapterFactory adapters,
      AdvicePreparation preparation,
      double budgetPercent,
      ThreadFactory threads,
      WarningSink warnings) {
    this.instrumentation = instrumentation;
    this.registry = registry;
    this.families = families;
    this.adapters = adapters;
    this.preparation = preparation;
    this.budgetPercent = budgetPercent;
    this.threads = threads;
    this.warnings = warnings;
  }

  /** Sets another budget for the timing of calls; parameters as for the constructor. */
  synchronized void budget(double percent) {
    Governor running = governor;
    if (running != null) {
      running.budget(percent);
    } else if (made && percent > 0) {
      governor = GovernorFactory.begin(registry, BuiltInFamilies.CALL, percent, threads, warnings);
    }
    budgetPercent = percent;
  }

  @Override
  public Object call() throws ReflectiveOperationException {
    openLookup();
    Object weaver = ClassWeaverFactory.make(registry, families, adapters, preparation, threads);
    synchronized (this) {
      made = true;
      governor =
          GovernorFactory.start(registry, BuiltInFamilies.CALL, budgetPercent, threads, warnings);
    }
    return weaver;
  }

  /** Returns the weaver of the JDK's classes of child processes, created at the first call. */
  @Override
  public synchronized Object get() {
    Object made = adapterWeaver;
    if (made == null) {
      openLookup();
      made = ClassWeaverFactory.adapterWeaver(registry, adapters, new FirstChild(adapters));
      adapterWeaver = made;
    }
    return made;
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

  /** Prepares the first child process. */
  private record FirstChild(AdapterFactory adapters) implements Runnable {
    @Override
    public void run() {
      adapters.prepareProcesses();
    }
  }

  /** Ends the governor's thread, if there is one. */
  @Override
  public void close() {
    Governor running = governor;
    if (running != null) {
      running.close();
    }
  }
}
