package io.heddle.registry;

import java.lang.ref.WeakReference;

/**
 * A weak map key for a thread, compared by identity because an application may override what a
 * thread says about its id. Immutable.
 */
final class ThreadKey extends WeakReference<Thread> {
  private final int hash;

  ThreadKey(Thread thread) {
    super(thread);
    this.hash = System.identityHashCode(thread);
  }

  boolean isDead() {
    Thread thread = get();
    return thread == null || !thread.isAlive();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    Thread thread = get();
    return thread != null && other instanceof ThreadKey key && key.get() == thread;
  }
}
