package io.heddle.agent.box;

/** Receives each box that comes up. */
@FunctionalInterface
public interface BoxListener {
  /** Handles a box that runs and whose durations of creation are all known. */
  void up(Box box);
}
