package io.heddle.probe;

import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import io.heddle.registry.IdentityWeakKey;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.SnapshotHook;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The runs that end in another method than they began in, by an object that both know, most often a
 * callback. Objects are held weakly and compared by identity; a run whose object is gone ends as
 * canceled. Thread-safe.
 */
public final class PendingRuns implements SnapshotHook {
  private static final Object[] NONE = {};

  private final ConcurrentHashMap<IdentityWeakKey<Object>, Begun> runs = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** The value by which a probe finds the object of a run. */
  public record By(PendingRuns pending, Value object) {
    /** Returns the object of a call, or null. */
    public @Nullable Object of(Call call) throws Throwable {
      return object.read(call);
    }
  }

  /** A pending run; {@code before} is an earlier one of the same object. Compared by identity. */
  public static final class Begun {
    private final Probe probe;
    private final InFlightRun run;
    private final @Nullable Begun before;

    Begun(Probe probe, InFlightRun run, @Nullable Begun before) {
      this.probe = probe;
      this.run = run;
      this.before = before;
    }

    /** Ends the run with a value or an exception. */
    public void end(@Nullable Object value, @Nullable Throwable thrown) {
      // without its arguments: the object is one of them, and would never be gone
      TrackedRuns.finish(probe, run, new Call(null, NONE, value, thrown));
    }

    /** Returns the list without this run, or null if it was the only one. */
    @Nullable Begun without(InFlightRun ended) {
      if (run == ended) {
        return before;
      }
      Begun rest = before == null ? null : before.without(ended);
      return rest == before ? this : new Begun(probe, run, rest);
    }

    boolean has(InFlightRun wanted) {
      return run == wanted || (before != null && before.has(wanted));
    }
  }

  void put(Object object, Probe probe, InFlightRun run) {
    IdentityWeakKey<Object> key = new IdentityWeakKey<>(object, gone);
    while (!add(key, probe, run)) {
      Thread.onSpinWait(); // another run of the same object came or went
    }
    settle();
  }

  @Override
  public void settle() {
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      Begun lost = dead instanceof IdentityWeakKey<?> lostKey ? runs.remove(lostKey) : null;
      for (Begun one = lost; one != null; one = one.before) {
        one.end(null, new CancellationException());
      }
    }
  }

  private boolean add(IdentityWeakKey<Object> key, Probe probe, InFlightRun run) {
    Begun before = runs.get(key);
    Begun begun = new Begun(probe, run, before);
    return before == null ? runs.putIfAbsent(key, begun) == null : runs.replace(key, before, begun);
  }

  /** Removes and returns the newest pending run of this object; null if there is none. */
  public @Nullable Begun take(Object object) {
    IdentityWeakKey<Object> key = new IdentityWeakKey<>(object);
    Begun newest = runs.get(key);
    while (newest != null && !take(key, newest.run)) {
      newest = runs.get(key);
    }
    return newest;
  }

  /** Returns true if this run was pending, and removes it. */
  boolean take(Object object, InFlightRun run) {
    return take(new IdentityWeakKey<>(object), run);
  }

  private boolean take(IdentityWeakKey<Object> key, InFlightRun run) {
    Begun begun = runs.get(key);
    while (begun != null && begun.has(run)) {
      Begun rest = begun.without(run);
      if (rest == null ? runs.remove(key, begun) : runs.replace(key, begun, rest)) {
        return true;
      }
      begun = runs.get(key);
    }
    return false;
  }
}
