package io.heddle.probe.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The objects that bring results, each with the listeners that wait for it. Objects are held weakly
 * and compared by identity; what waits for an object that is gone ends as canceled. Thread-safe
 * without a lock, but for {@link #settle}, and without a collection of the JDK: futures complete on
 * every kind of thread, and rules may weave collections.
 */
public final class AwaitedResults {
  private static final int PLACES = 1 << 14;
  private static final VarHandle HEAD = MethodHandles.arrayElementVarHandle(Entry[].class);

  private final AtomicInteger count = new AtomicInteger();
  // 64 KiB that many applications never need
  private final AtomicReference<@Nullable Entry @Nullable []> heads = new AtomicReference<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** An object and one listener that waits for it. Immutable, as the list that it is part of. */
  public static final class Entry {
    private final Key key;
    private final @Nullable Entry next;

    private Entry(Key key, @Nullable Entry next) {
      this.key = key;
      this.next = next;
    }

    /** Returns the next entry, which may be of another object; null if this is the last. */
    public @Nullable Entry next() {
      return next;
    }

    /** Returns true if the listener waits for this object. */
    public boolean isOf(Object object) {
      return key.refersTo(object);
    }

    /** Returns the object; null if it is gone. */
    public @Nullable Object object() {
      return key.get();
    }

    /** Returns the listener. */
    public ResultListener end() {
      return key.end;
    }
  }

  /** Refers to an object from the table; no key of a map, of which there is none here. */
  private static final class Key extends WeakReference<Object> {
    final int place;
    final ResultListener end;

    Key(Object object, ReferenceQueue<Object> queue, ResultListener end) {
      super(object, queue);
      this.place = place(object);
      this.end = end;
    }
  }

  private static int place(Object object) {
    return System.identityHashCode(object) & (PLACES - 1);
  }

  /** Returns false while no listener waits: there is nothing to notify then. */
  public boolean isAny() {
    return count.get() != 0;
  }

  /**
   * Adds a listener that waits for the object.
   *
   * @param end must not refer to the object, which would never be gone
   */
  public void add(Object object, ResultListener end) {
    @Nullable Entry[] all = all();
    Key key = new Key(object, gone, end);
    // first: a thread that has the result afterwards looks for it
    count.incrementAndGet();
    Entry head;
    do {
      head = (Entry) HEAD.getVolatile(all, key.place);
    } while (!HEAD.compareAndSet(all, key.place, head, new Entry(key, head)));
  }

  private @Nullable Entry[] all() {
    @Nullable Entry[] all = heads.get();
    while (all == null) {
      heads.compareAndSet(null, new Entry[PLACES]);
      all = heads.get();
    }
    return all;
  }

  /** Returns a list with all entries of the object, and perhaps others. */
  public @Nullable Entry find(Object object) {
    @Nullable Entry[] all = heads.get();
    return all == null ? null : (Entry) HEAD.getVolatile(all, place(object));
  }

  /** Removes all listeners of the object. */
  public void forget(Object object) {
    forget(place(object), object, null);
  }

  /** Removes this listener of the object. */
  public void forget(Object object, ResultListener end) {
    forget(place(object), object, end);
  }

  /**
   * Removes entries from one place.
   *
   * @param object null: all objects that are gone
   * @param end null: any
   */
  private void forget(int place, @Nullable Object object, @Nullable ResultListener end) {
    @Nullable Entry[] all = heads.get();
    boolean done = all == null;
    while (!done) {
      Entry head = (Entry) HEAD.getVolatile(all, place);
      Entry rest = null;
      int left = 0;
      for (Entry entry = head; entry != null; entry = entry.next) {
        if (entry.key.refersTo(object) && (end == null || entry.key.end == end)) {
          left++;
        } else {
          rest = new Entry(entry.key, rest);
        }
      }
      done = left == 0 || HEAD.compareAndSet(all, place, head, rest);
      if (done && left != 0) {
        count.addAndGet(-left);
      }
    }
  }

  /** Ends, as canceled, what waits for objects that are gone. Runs on one thread at a time. */
  public synchronized void settle() {
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      if (dead instanceof Key key) {
        key.end.with(null, new CancellationException());
        forget(key.place, null, null);
      }
    }
  }

  /** Returns the entries of one place, from 0 to {@link #places} - 1. */
  public @Nullable Entry at(int place) {
    @Nullable Entry[] all = heads.get();
    return all == null ? null : (Entry) HEAD.getVolatile(all, place);
  }

  /** Returns the number of places; 0 as long as nothing ever waited. */
  public int places() {
    return heads.get() == null ? 0 : PLACES;
  }

  /** Removes everything, ended or not. */
  public void clear() {
    @Nullable Entry[] all = heads.get();
    for (int place = 0; all != null && place < all.length; place++) {
      Entry head = (Entry) HEAD.getAndSet(all, place, (Entry) null);
      for (Entry entry = head; entry != null; entry = entry.next) {
        count.decrementAndGet(); // not 0 at once: another thread may be adding
      }
    }
  }
}
