package io.heddle.registry;

/** A hook that settles what only time decides, such as the end of a run that nothing reports. */
public interface SnapshotHook {
  /** Brings the counts up to date. Called before each snapshot, on its thread; never throws. */
  void settle();
}
