package io.heddle.probe.value;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A weak map key for an object of the application, compared by identity because the object may
 * override {@code equals}. Immutable.
 */
public final class WeakKey extends WeakReference<Object> {
  private final int hash;

  /** Creates a key to look up with. */
  public WeakKey(Object object) {
    this(object, null);
  }

  /**
   * Creates a key to keep in a map.
   *
   * @param queue where the key appears when the object is gone
   */
  public WeakKey(Object object, @Nullable ReferenceQueue<Object> queue) {
    super(object, queue);
    this.hash = System.identityHashCode(object);
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
    Object object = get();
    return object != null && other instanceof WeakKey key && key.get() == object;
  }

  /**
   * Returns an object that finds the key of {@code object} in a map of such keys without being one:
   * a weak reference for each look is work for the collector. Only to look up with.
   */
  public static Object lookup(Object object) {
    return new Lookup(object);
  }

  private static final class Lookup {
    private final Object object;

    Lookup(Object object) {
      this.object = object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof WeakKey key && key.get() == object;
    }
  }
}
