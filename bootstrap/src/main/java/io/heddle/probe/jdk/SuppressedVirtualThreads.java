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
  /** The only set outside of tests. Loaded on weaving, not at every start: see the handles. */
  public static final SuppressedVirtualThreads ALL;

  private static final int SLOTS = 4096;
  private static final int WINDOW = 64;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Slot[].class);
  private static final VarHandle SUPPRESSOR = field(Suppression.class, "suppressor", long.class);
  private static final VarHandle REACH = field(SuppressedVirtualThreads.class, "reach", int.class);

  private final @Nullable Slot[] slots = new Slot[SLOTS + WINDOW];
  // how many slots from its home the farthest thread was so far, plus one: few are suppressed at
  // once, so one slot is looked at and not a window of 64, each an object of its own
  private volatile int reach;

  /** A suppression that virtual threads use one after another. */
  private static final class Slot extends Suppression {
    Slot() {
      super(null);
    }
  }

  static {
    ALL = new SuppressedVirtualThreads(); // behind the handles, of which the first costs 1 ms
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Suppresses a thread; returns null if it is suppressed already, or if too many others are. */
  public @Nullable Suppression suppress(Thread thread) {
    if (contains(thread)) {
      return null;
    }
    long id = thread.getId();
    int from = home(id);
    for (int i = from; i < from + WINDOW; i++) {
      Slot slot = slot(i);
      // before the slot is taken: there is no stack for a call afterwards, if it overflows
      widen(i - from + 1);
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

  private void widen(int wanted) {
    int known = reach;
    while (known < wanted && !REACH.compareAndSet(this, known, wanted)) {
      known = reach;
    }
  }

  /** Returns true if the thread is suppressed. */
  public boolean contains(Thread thread) {
    int end = reach;
    if (end == 0) {
      return false;
    }
    long id = thread.getId();
    int from = home(id);
    for (int i = from; i < from + end; i++) {
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
