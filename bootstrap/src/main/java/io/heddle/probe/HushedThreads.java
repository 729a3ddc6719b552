package io.heddle.probe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that are hushed now. Not a collection of the JDK: rules may weave those, and
 * the first thing that woven code does is to ask here.
 */
final class HushedThreads {
  private static final int SLOTS = 4096;
  private static final int WINDOW = 64;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Thread[].class);

  private final @Nullable Thread[] slots = new Thread[SLOTS + WINDOW];
  private volatile boolean used;

  /** False if it is hushed already, or if too many others are. */
  boolean add(Thread thread) {
    if (contains(thread)) {
      return false;
    }
    used = true;
    int from = home(thread);
    for (int i = from; i < from + WINDOW; i++) {
      if (SLOT.compareAndSet(slots, i, (Thread) null, thread)) {
        return true;
      }
    }
    return false;
  }

  void remove(Thread thread) {
    int from = home(thread);
    for (int i = from; i < from + WINDOW; i++) {
      if (slots[i] == thread) {
        SLOT.setRelease(slots, i, (Thread) null);
        return;
      }
    }
  }

  boolean contains(Thread thread) {
    if (!used) {
      return false;
    }
    int from = home(thread);
    for (int i = from; i < from + WINDOW; i++) {
      if (slots[i] == thread) {
        return true;
      }
    }
    return false;
  }

  private static int home(Thread thread) {
    return System.identityHashCode(thread) & (SLOTS - 1);
  }
}
