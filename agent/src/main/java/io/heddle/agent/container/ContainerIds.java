package io.heddle.agent.container;

import io.heddle.agent.box.ShortId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers, and programs in them, by their ids and names. Not thread-safe. */
final class ContainerIds {
  /** Maximum number of ids that are remembered. */
  private static final int MAX_IDS = 10_000;

  private final LinkedHashMap<String, ContainerRun> byId = new LinkedHashMap<>();
  private final Map<String, String> byName = new HashMap<>();

  /** Returns the container or program with this id, beginning of an id, or name, or null. */
  @Nullable ContainerRun find(String given) {
    return byId.get(resolve(given));
  }

  /** Returns the whole id for an id, the beginning of one, or a name; unknown ones as given. */
  String resolve(String given) {
    if (byId.containsKey(given)) {
      return given;
    }
    String named = byName.get(given.startsWith("/") ? given.substring(1) : given);
    if (named != null) {
      return named;
    }
    for (String id : byId.keySet()) {
      if (ShortId.matches(given, id)) {
        return id;
      }
    }
    return given;
  }

  /** Returns the one of {@link #find}, or a new one if unknown, and marks it as the last used. */
  ContainerRun getOrCreate(String given) {
    String id = resolve(given);
    ContainerRun known = byId.remove(id);
    if (known == null) {
      known = new ContainerRun(id);
    }
    byId.put(id, known);
    return known;
  }

  /** Returns the id to forget if there are too many, or null. */
  @Nullable String oldestBeyondLimit() {
    return byId.size() > MAX_IDS ? byId.keySet().iterator().next() : null;
  }

  void addAlias(String id, String alias) {
    byName.put(alias, id);
  }

  /** Removes an id and its names. Returns what it belonged to, or null. */
  @Nullable ContainerRun remove(String id) {
    byName.values().remove(id);
    return byId.remove(id);
  }

  /** Returns all of them, with the last used one at the end. */
  Collection<ContainerRun> all() {
    return byId.values();
  }

  void clear() {
    byId.clear();
    byName.clear();
  }
}
