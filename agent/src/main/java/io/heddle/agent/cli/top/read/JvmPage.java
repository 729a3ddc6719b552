package io.heddle.agent.cli.top.read;

/** The things that are read of a JVM besides its counts. */
public enum JvmPage {
  /** Nothing. */
  NONE,
  /** The runs in flight. */
  RUNS,
  /** The boxes. */
  BOXES,
  /** The units. */
  UNITS
}
