package io.heddle.agent.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the engine once it is made. An application class waits while another thread makes it, which
 * needs nothing of the application. A class of the JDK never waits: the engine may need that very
 * class. It is noted, let through, and woven as soon as the engine stands.
 */
final class EngineSlot {
  private final Callable<Engine> factory;
  private final Object lock = new Object();
  // guarded by lock
  private final List<String> missed = new ArrayList<>();
  private @Nullable Thread making;

  private volatile @Nullable Engine engine;

  EngineSlot(Callable<Engine> factory) {
    this.factory = factory;
  }

  /**
   * The engine, made at the first call.
   *
   * @param jdkClass a class that must not wait, or null
   * @param afterwards is given the classes that were let through, when this call made the engine
   * @return null for a class that was let through
   */
  @Nullable Engine get(@Nullable String jdkClass, Consumer<List<String>> afterwards)
      throws Exception {
    Engine ready = engine;
    if (ready != null) {
      return ready;
    }
    synchronized (lock) {
      while (making != null && engine == null) {
        if (jdkClass != null) {
          missed.add(jdkClass);
          return null;
        }
        if (making == Thread.currentThread()) {
          return null;
        }
        lock.wait();
      }
      if (engine != null) {
        return engine;
      }
      making = Thread.currentThread();
    }
    return make(afterwards);
  }

  private @Nullable Engine make(Consumer<List<String>> afterwards) throws Exception {
    Engine made = null;
    List<String> later;
    try {
      made = factory.call();
    } finally {
      synchronized (lock) {
        engine = made;
        making = null;
        later = List.copyOf(missed);
        missed.clear();
        lock.notifyAll();
      }
    }
    afterwards.accept(later);
    return made;
  }
}
