package io.heddle.registry;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A weak map key for an object of the application, compared by identity: the object may override
 * {@code equals} and {@code hashCode}, a thread may override what it says about its id, and another
 * object may take the place of one that is gone. Immutable.
 *
 * @param <T> type of the object
 */
public final class IdentityWeakKey<T> extends WeakReference<@Nullable T> {
  // 0 for null alone; a field more would take 8 bytes a key
  private final int hash;

  /**
   * Creates a key without a queue.
   *
   * @param object null, such as for the boot loader: the key equals that of null and is never gone
   */
  public IdentityWeakKey(@Nullable T object) {
    this(object, null);
  }

  /**
   * Creates a key to keep in a map.
   *
   * @param queue where the key appears when the object is gone; null: nowhere
   */
  public IdentityWeakKey(@Nullable T object, @Nullable ReferenceQueue<? super T> queue) {
    super(object, queue);
    this.hash = object == null ? 0 : hash(object);
  }

  private static int hash(Object object) {
    int hash = System.identityHashCode(object);
    return hash == 0 ? 1 : hash;
  }

  /** Returns true once the object has been collected. */
  public boolean isGone() {
    return hash != 0 && get() == null;
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
    if (!(other instanceof IdentityWeakKey<?> key) || hash != key.hash) {
      return false;
    }
    T object = get();
    return hash == 0 || (object != null && key.get() == object);
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
      return hash(object);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof IdentityWeakKey<?> key && key.get() == object;
    }
  }
}
