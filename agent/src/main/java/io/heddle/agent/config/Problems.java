package io.heddle.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that {@code check} can name everything at once. Not thread-safe. */
final class Problems {
  private static final int MOST = 100;

  private final List<Problem> found = new ArrayList<>();

  void add(Position at, String what) {
    if (found.size() < MOST) {
      found.add(new Problem(at, what));
    }
  }

  /** True if nothing more is kept: reading on is in vain. */
  boolean full() {
    return found.size() >= MOST;
  }

  List<Problem> all() {
    return List.copyOf(found);
  }

  void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(all());
    }
  }
}
