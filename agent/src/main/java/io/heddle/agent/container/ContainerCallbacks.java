package io.heddle.agent.container;

import io.heddle.registry.IdentityWeakKey;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Callbacks by which an application waits for containers, held weakly. Not thread-safe. */
final class ContainerCallbacks {
  private final Map<IdentityWeakKey<Object>, Awaited> byCallback = new HashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  private record Awaited(ContainerRun run, boolean owned) {}

  /**
   * Adds a callback that waits for this container or program.
   *
   * @param owned true if it is the only callback, passed to the start
   */
  void put(Object callback, ContainerRun run, boolean owned) {
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      byCallback.remove(dead);
    }
    byCallback.put(new IdentityWeakKey<>(callback, gone), new Awaited(run, owned));
  }

  /** Returns what a callback waits for, or null if that is unknown. */
  @Nullable ContainerRun run(Object callback) {
    Awaited known = byCallback.get(new IdentityWeakKey<>(callback));
    return known == null ? null : known.run();
  }

  /** Returns what was started with a callback, or null if the callback only waits. */
  @Nullable ContainerRun ownedRun(Object callback) {
    Awaited known = byCallback.get(new IdentityWeakKey<>(callback));
    return known == null || !known.owned() ? null : known.run();
  }

  void clear() {
    byCallback.clear();
  }
}
