package io.heddle.probe.jdk;

import io.heddle.registry.Suppression;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that are suppressed now. Uses no collection of the JDK: rules may weave
 * those, and woven code first of all asks here.
 */
public final class SuppressedVirtualThreads {
  private static final int SLOTS = 4096;
  private static final int WINDOW = 64;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Slot[].class);
  private static final VarHandle SUPPRESSOR = suppressorHandle();

  private final @Nullable Slot[] slots = new Slot[SLOTS + WINDOW];
  private volatile boolean used;

  /** A suppression that virtual threads use one after another. */
  private static final class Slot extends Suppression {
    Slot() {
      super(null);
    }
  }

  private static VarHandle suppressorHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Suppression.class, "suppressor", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Suppresses a thread; returns null if it is suppressed already, or if too many others are. */
  public @Nullable Suppression suppress(Thread thread) {
    if (contains(thread)) {
      return null;
    }
    used = true;
    long id = thread.getId();
    int from = home(id);
    for (int i = from; i < from + WINDOW; i++) {
      Slot slot = slot(i);
      if (SUPPRESSOR.compareAndSet(slot, 0L, id)) {
        return slot;
      }
    }
    return null;
  }

  private Slot slot(int at) {
    Slot known = (Slot) SLOT.getAcquire(slots, at);
    if (known != null) {
      return known;
    }
    Slot fresh = new Slot();
    Object before = SLOT.compareAndExchange(slots, at, (Slot) null, fresh);
    return before == null ? fresh : (Slot) before;
  }

  /** Returns true if the thread is suppressed. */
  public boolean contains(Thread thread) {
    if (!used) {
      return false;
    }
    long id = thread.getId();
    int from = home(id);
    for (int i = from; i < from + WINDOW; i++) {
      Slot slot = slots[i];
      if (slot != null && slot.suppressor == id) {
        return true;
      }
    }
    return false;
  }

  // ids of virtual threads follow each other: neighbours share no window's beginning
  private static int home(long id) {
    return (int) (id * 61) & (SLOTS - 1);
  }
}
