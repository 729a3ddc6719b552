package io.heddle.agent.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that {@code check} can name all of them at once. Not thread-safe. */
public final class Problems {
  private static final int MOST = 100;

  private final List<Problem> found = new ArrayList<>();

  /** Adds a problem; the first 100 are kept. */
  public void add(Position at, String what) {
    if (found.size() < MOST) {
      found.add(new Problem(at, what));
    }
  }

  /** Returns true if no further problem is kept, so that reading can stop. */
  public boolean full() {
    return found.size() >= MOST;
  }

  /** Returns the problems so far, in the order of reading. */
  public List<Problem> all() {
    return List.copyOf(found);
  }

  /** Throws an exception with all problems if there is any. */
  public void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(all());
    }
  }
}
