package io.heddle.agent.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that {@code check} can name everything at once. Not thread-safe. */
public final class Problems {
  private static final int MOST = 100;

  private final List<Problem> found = new ArrayList<>();

  public void add(Position at, String what) {
    if (found.size() < MOST) {
      found.add(new Problem(at, what));
    }
  }

  /** True if nothing more is kept: reading on is in vain. */
  public boolean full() {
    return found.size() >= MOST;
  }

  public List<Problem> all() {
    return List.copyOf(found);
  }

  public void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(all());
    }
  }
}
