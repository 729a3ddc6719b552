package io.heddle.probe;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An object of the application as the key of a map: by identity, because it may override {@code
 * equals}, and weak. Immutable.
 */
public final class WeakKey extends WeakReference<Object> {
  private final int hash;

  /** To look up with. */
  public WeakKey(Object object) {
    this(object, null);
  }

  /**
   * To keep.
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
}
