package io.heddle.registry.family;

import io.heddle.registry.snapshot.LabelSet;

/**
 * Decides which runs are part of something that is counted as a run of its own. Called on the
 * thread where a run begins. Thread-safe.
 */
public interface NestedRunRule {
  /** Returns true if the run of these labels that begins now on this thread is part of another. */
  boolean isPart(LabelSet labels);
}
