package io.heddle.registry;

/** What time alone brings about, such as the end of a run that nobody will report any more. */
public interface SnapshotHook {
  /** Brings the counts up to this moment. Before each snapshot, on its thread; never throws. */
  void settle();
}
