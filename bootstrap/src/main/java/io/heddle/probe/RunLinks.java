package io.heddle.probe;

import io.heddle.probe.value.ReachableObjects;
import io.heddle.registry.IdentityWeakKey;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.SnapshotHook;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The links from objects and texts to runs, by which calls on other threads find the run that they
 * are part of. Objects are held weakly and compared by identity. Thread-safe.
 *
 * <p>An object that was made within a run identifies the run while it goes on. An object that the
 * application gave to its outermost call may be given to other calls too: it identifies the run
 * only if the receiver of the run holds the receiver of the call. An object that was passed on
 * identifies the run for ever.
 */
public final class RunLinks implements SnapshotHook {
  /** Maximum number of texts that are remembered; the oldest is dropped first. */
  static final int MOST_TEXTS = 4096;

  private static final int DEPTH = 4;
  private static final int MOST = 256;
  private static final int RECEIVER_DEPTH = 6;
  private static final int RECEIVER_MOST = 4096;

  private final ConcurrentHashMap<Object, Tie> ties = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  private final ArrayDeque<String> texts = new ArrayDeque<>(); // guarded by itself
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  // anew with each kind: what was no receiver before may be one now
  private volatile ClassValue<Boolean> ofKind = new OfKind();

  private final class OfKind extends ClassValue<Boolean> {
    @Override
    protected Boolean computeValue(Class<?> type) {
      return isKind(type);
    }
  }

  /** A run that an object identifies; {@code before} are further ones. Compared by identity. */
  private static final class Tie {
    private final InFlightRun run;
    private final boolean lasting;
    private final @Nullable Given given;
    private final @Nullable Tie before;

    Tie(InFlightRun run, boolean lasting, @Nullable Given given, @Nullable Tie before) {
      this.run = run;
      this.lasting = lasting;
      this.given = given;
      this.before = before;
    }

    /** Returns true if the run is over and the object no longer identifies it. */
    boolean isLoose() {
      return !lasting && run.isOver();
    }
  }

  /** The receiver of the call that an object was given to, and the probe of its method. */
  private record Given(@Nullable WeakReference<Object> receiver, Probe by) {}

  /**
   * Adds a class or interface of receivers: the search for a run does not look into such objects.
   */
  public void kind(String type) {
    if (kinds.add(type)) {
      ofKind = new OfKind();
    }
  }

  /** Links an object to the run that it was made within, unless it was given to that run. */
  void own(Object object, InFlightRun run) {
    for (Tie tie = ties.get(lookup(object)); tie != null; tie = tie.before) {
      if (tie.run == run) {
        return;
      }
    }
    put(object, run, false, null);
  }

  /** Links an object to the run that began with the call it was given to. */
  void given(Object object, InFlightRun run, @Nullable Object receiver, Probe by) {
    put(object, run, false, new Given(receiver == null ? null : new WeakReference<>(receiver), by));
  }

  /** Links {@code to} for ever to the newest run that {@code from} identifies, if any. */
  public void pass(Object from, Object to) {
    for (Tie tie = ties.get(lookup(from)); tie != null; tie = tie.before) {
      if (!tie.isLoose()) {
        put(to, tie.run, true, null);
        return;
      }
    }
  }

  private void put(Object object, InFlightRun run, boolean lasting, @Nullable Given given) {
    settle();
    if (object instanceof String text) {
      remember(text);
    }
    Object key = object instanceof String ? object : new IdentityWeakKey<>(object, gone);
    while (true) {
      Tie before = ties.get(key);
      Tie tie = new Tie(run, lasting, given, tight(before));
      if (before == null ? ties.putIfAbsent(key, tie) == null : ties.replace(key, before, tie)) {
        return;
      }
      Thread.onSpinWait(); // another run of the same object came
    }
  }

  private void remember(String text) {
    synchronized (texts) {
      if (texts.size() >= MOST_TEXTS) {
        ties.remove(texts.remove());
      }
      texts.add(text);
    }
  }

  /** Returns the list without its loose ties: an object may be used again and again. */
  private static @Nullable Tie tight(@Nullable Tie ties) {
    Tie rest = ties;
    while (rest != null && rest.isLoose()) {
      rest = rest.before;
    }
    if (rest == null || rest.before == null) {
      return rest;
    }
    Tie before = tight(rest.before);
    return before == rest.before ? rest : new Tie(rest.run, rest.lasting, rest.given, before);
  }

  @Override
  public void settle() {
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      ties.remove(dead);
    }
  }

  /** Returns the run that a call is part of because it was given this object; null if none. */
  @Nullable InFlightRun runOf(Object object, @Nullable Object self, Probe probe) throws Throwable {
    if (ties.isEmpty()) {
      return null;
    }
    for (Tie tie = ties.get(lookup(object)); tie != null; tie = tie.before) {
      if (!tie.isLoose() && isPart(tie, self, probe)) {
        return tie.run;
      }
    }
    Holder holder = new Holder(self, probe);
    return object instanceof String || !ReachableObjects.from(object, DEPTH, MOST, holder)
        ? null
        : holder.run;
  }

  private static Object lookup(Object object) {
    return object instanceof String ? object : IdentityWeakKey.lookup(object);
  }

  /** Returns false if the object was given to a call that this one has nothing to do with. */
  private static boolean isPart(Tie tie, @Nullable Object self, Probe probe) throws Throwable {
    Given given = tie.given;
    if (given == null) {
      return true;
    }
    Object receiver = given.receiver == null ? null : given.receiver.get();
    if (self == null || receiver == null) {
      return false;
    }
    if (receiver == self) {
      return given.by != probe;
    }
    return ReachableObjects.from(receiver, RECEIVER_DEPTH, RECEIVER_MOST, new Same(self));
  }

  /** A search that ends at an object which identifies a run in flight. */
  private final class Holder implements ReachableObjects.Search {
    private final @Nullable Object self;
    private final Probe probe;
    private @Nullable InFlightRun run;

    Holder(@Nullable Object self, Probe probe) {
      this.self = self;
      this.probe = probe;
    }

    @Override
    public boolean ends(Object found) {
      for (Tie tie = ties.get(IdentityWeakKey.lookup(found)); tie != null; tie = tie.before) {
        if (!tie.run.isOver() && isPartOf(tie)) {
          run = tie.run;
          return true;
        }
      }
      return false;
    }

    private boolean isPartOf(Tie tie) {
      try {
        return isPart(tie, self, probe);
      } catch (Throwable e) {
        probe.failed(e);
        return false;
      }
    }

    // a receiver may hold what belongs to all of its runs
    @Override
    public boolean opens(Object found) {
      return found != self && !ofKind.get(found.getClass());
    }
  }

  private record Same(Object wanted) implements ReachableObjects.Search {
    @Override
    public boolean ends(Object found) {
      return found == wanted;
    }

    @Override
    public boolean opens(Object found) {
      return true;
    }
  }

  private boolean isKind(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (kinds.contains(c.getName()) || anyIsKind(c.getInterfaces())) {
        return true;
      }
    }
    return false;
  }

  private boolean anyIsKind(Class<?>[] interfaces) {
    for (Class<?> one : interfaces) {
      if (kinds.contains(one.getName()) || anyIsKind(one.getInterfaces())) {
        return true;
      }
    }
    return false;
  }
}
