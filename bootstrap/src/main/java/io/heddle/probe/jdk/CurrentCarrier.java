package io.heddle.probe.jdk;

import io.heddle.probe.value.PropertyStep;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the platform threads that carry virtual threads. Virtual threads that run at the same
 * time are on different carriers, so what each carrier writes by its number no two of them write at
 * once; by the ids of 10,000 virtual threads, every fourth pair did.
 *
 * <p>Loaded by the first run on a virtual thread: the handle must not cost a start anything.
 */
public final class CurrentCarrier {
  private static final int PLACES = 1024;
  private static final int BITS = 16;

  // null where the JDK keeps it from us
  private static final @Nullable MethodHandle CURRENT = handle();
  private static final VarHandle NUMBERS = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int[] NEXT = new int[1];
  // a carrier's id and number. Plain: what is lost, or is another one's, is numbered once more
  private static final long[] KNOWN = new long[PLACES];

  private CurrentCarrier() {}

  private static @Nullable MethodHandle handle() {
    try {
      MethodType type = MethodType.methodType(Thread.class);
      return PropertyStep.trusted().findStatic(Thread.class, "currentCarrierThread", type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Returns the number of the carrier of this virtual thread, from 0. */
  public static int number() {
    long id = id();
    long known = KNOWN[(int) id & (PLACES - 1)];
    return known >>> BITS == id ? (int) known & ((1 << BITS) - 1) : give(id);
  }

  private static long id() {
    if (CURRENT != null) {
      try {
        return ((Thread) CURRENT.invokeExact()).getId();
      } catch (StackOverflowError e) {
        throw e;
      } catch (Throwable e) {
        return Thread.currentThread().getId();
      }
    }
    return Thread.currentThread().getId();
  }

  private static int give(long id) {
    int number = (int) NUMBERS.getAndAdd(NEXT, 0, 1) & ((1 << BITS) - 1);
    KNOWN[(int) id & (PLACES - 1)] = id << BITS | number;
    return number;
  }
}
