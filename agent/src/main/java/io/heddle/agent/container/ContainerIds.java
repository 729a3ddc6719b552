package io.heddle.agent.container;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers, and programs in them, by the ids and names that tell them apart. Not thread-safe. */
final class ContainerIds {
  /** Ids that are remembered. */
  private static final int MOST = 10_000;

  /** What tools show of an id, in characters. */
  private static final int SHORT_ID = 12;

  private final LinkedHashMap<String, ContainerRun> byId = new LinkedHashMap<>();
  private final Map<String, String> byName = new HashMap<>();

  /** By its id, the beginning of it, or its name; null: nobody knows it. */
  @Nullable ContainerRun find(String given) {
    return byId.get(resolve(given));
  }

  /** The whole id of what is called by its name or by the beginning of its id. */
  String resolve(String given) {
    if (byId.containsKey(given)) {
      return given;
    }
    String named = byName.get(given.startsWith("/") ? given.substring(1) : given);
    if (named != null) {
      return named;
    }
    if (given.length() >= SHORT_ID) {
      for (String id : byId.keySet()) {
        if (id.startsWith(given)) {
          return id;
        }
      }
    }
    return given;
  }

  /** The same as {@link #find}; one that nobody knows is new. Of all it is the one used last. */
  ContainerRun known(String given) {
    String id = resolve(given);
    ContainerRun known = byId.remove(id);
    if (known == null) {
      known = new ContainerRun(id);
    }
    byId.put(id, known);
    return known;
  }

  /** The id to forget where there are too many; null otherwise. */
  @Nullable String tooMany() {
    return byId.size() > MOST ? byId.keySet().iterator().next() : null;
  }

  void called(String id, String alias) {
    byName.put(alias, id);
  }

  /** Forgets an id and the names of it. */
  @Nullable ContainerRun remove(String id) {
    byName.values().remove(id);
    return byId.remove(id);
  }

  /** All of them, that which was used last at the end. */
  Collection<ContainerRun> all() {
    return byId.values();
  }

  void clear() {
    byId.clear();
    byName.clear();
  }
}
