package io.heddle.agent.task;

import io.heddle.registry.InFlightRun;
import org.jspecify.annotations.Nullable;

/**
 * A task that an application has reported as started and not as completed. Guarded by its {@link
 * OpenTasks}, except its run.
 */
final class OpenTask implements Comparable<OpenTask> {
  final long startNanos;
  private final long number;
  long thread;
  // its child began before it and stands for it
  boolean isPart;
  // a child that begins in it counts by itself
  boolean nextChildCounts;
  // one too many: the oldest, which is given up for this one
  @Nullable OpenTask displaced;
  // guarded by this
  private @Nullable InFlightRun run;
  private boolean over;

  /**
   * @param number tells tasks of the same nanosecond apart
   */
  OpenTask(long thread, long startNanos, long number) {
    this.thread = thread;
    this.startNanos = startNanos;
    this.number = number;
  }

  /** Returns true if a child that began before it stands for it. */
  boolean isPart() {
    return isPart;
  }

  /** Sets what lists the task; returns false if it has ended meanwhile. */
  synchronized boolean isListedBy(InFlightRun listed) {
    run = listed;
    return !over;
  }

  /** Ends the task, and returns what lists it, or null. */
  synchronized @Nullable InFlightRun end() {
    over = true;
    return run;
  }

  /** Compares by age, the oldest first. */
  @Override
  public int compareTo(OpenTask other) {
    int byTime = Long.compare(startNanos - other.startNanos, 0);
    return byTime != 0 ? byTime : Long.compare(number, other.number);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
