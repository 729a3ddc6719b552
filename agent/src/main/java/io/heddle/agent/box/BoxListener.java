package io.heddle.agent.box;

/** Is told of each box that comes up. */
@FunctionalInterface
public interface BoxListener {
  /** Called once the box runs and all durations of its creation are known. */
  void up(Box box);
}
