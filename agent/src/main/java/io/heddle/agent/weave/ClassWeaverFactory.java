package io.heddle.agent.weave;

import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.thread.UninterruptibleWait;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** Creates the class weaver for other packages; a call loads Byte Buddy. */
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
