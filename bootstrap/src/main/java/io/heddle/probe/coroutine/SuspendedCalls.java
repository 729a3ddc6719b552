package io.heddle.probe.coroutine;

import io.heddle.probe.Adapter;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.TrackedRuns;
import io.heddle.probe.value.Call;
import io.heddle.registry.IdentityWeakKey;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.SnapshotHook;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.Cells;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of suspend functions in flight, by the continuation that each was given. It is resumed
 * once, with the result of the function, no matter what the function did in between and whether it
 * has a state machine or hands the continuation on. Continuations are held weakly and compared by
 * identity; a call whose continuation is gone ends as canceled. Thread-safe.
 *
 * <p>A call is here before its method runs: the method may be resumed on another thread before it
 * has returned. One continuation that several calls have at the same time, as Java code may do it,
 * is taken to be resumed in the order of the calls.
 */
public final class SuspendedCalls implements Adapter, SnapshotHook {
  /** Maximum number of continuations, going outwards, in which an enclosing call is looked for. */
  private static final int DEEPEST = 10_000;

  private final ConcurrentHashMap<IdentityWeakKey<Object>, Given> given = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** Creates a table without calls. */
  public SuspendedCalls() {
    if (!SuspendedCall.RESOLVED) {
      throw new IllegalStateException(); // never: initialised here and not where a stack is full
    }
  }

  /** A call with its continuation, and earlier ones with the same. Compared by identity. */
  private static final class Given {
    final SuspendedCall newest;
    final @Nullable Given before;

    Given(SuspendedCall newest, @Nullable Given before) {
      this.newest = newest;
      this.before = before;
    }

    /** Returns the calls of other groups than this one, or null. */
    @Nullable Given withoutGroup(SuspendedCall group) {
      Given rest = before == null ? null : before.withoutGroup(group);
      return newest.group == group ? rest : rest == before ? this : new Given(newest, rest);
    }

    /** Returns the other calls, or null. */
    @Nullable Given without(SuspendedCall one) {
      Given rest = newest == one || before == null ? before : before.without(one);
      return newest == one ? rest : rest == before ? this : new Given(newest, rest);
    }

    /** Returns the oldest group whose method has returned; if there is none, the oldest of all. */
    SuspendedCall oldestGroup() {
      SuspendedCall oldest = newest.group;
      for (Given one = before; one != null; one = one.before) {
        SuspendedCall group = one.newest.group;
        if (!group.isCalled() || oldest.isCalled()) {
          oldest = group;
        }
      }
      return oldest;
    }
  }

  // ---- woven code ----------------------------------------------------------------------------

  /** Begins a call; returns null if it is not counted, or goes on with one that began before. */
  public static @Nullable SuspendedCall begin(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    if (!probe.counts()
        || !(probe.adapter() instanceof SuspendFunction function)
        || ProbeBridge.isSuppressed()) {
      return null;
    }
    SuspendedCall added = add(function, probe, arguments[arguments.length - 1]);
    if (added == null) {
      return null;
    }
    InFlightRun run = TrackedRuns.begin(probe, self, arguments);
    if (run == null) {
      function.suspensions().forget(added);
      return null;
    }
    added.run = run; // counted: from here on no call
    if (run.kept instanceof Call begun) {
      arguments[arguments.length - 1] = null; // or it would never be gone
      added.begun = begun;
      run.kept = null;
    }
    return added;
  }

  private static @Nullable SuspendedCall add(
      SuspendFunction function, Probe probe, @Nullable Object continuation) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      SuspendedCalls all = function.suspensions();
      return continuation == null
              || function.isResumedBy(continuation)
              || (probe.isOutermost() && all.isWithin(probe, continuation))
          ? null
          : all.add(probe, continuation);
    } catch (StackOverflowError e) {
      throw e; // neither counted nor an error of the rule's
    } catch (Throwable e) {
      probe.failed(e);
      return null;
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Ends the method of a call that {@link #begin} returned, with its result or exception. */
  public static void end(
      Probe probe, SuspendedCall call, @Nullable Object returned, @Nullable Throwable thrown) {
    InFlightRun run = call.run;
    if (run == null) {
      return;
    }
    TrackedRuns.leave(probe, run);
    boolean suspended = thrown == null && Continuations.isSuspended(returned);
    if (suspended && call.suspend()) {
      return;
    }
    if (call.claim()) {
      if (probe.adapter() instanceof SuspendFunction function) {
        function.suspensions().forget(call);
      }
      Call ended =
          suspended ? call.ended(null, new CancellationException()) : call.ended(returned, thrown);
      TrackedRuns.finish(probe, run, ended);
    }
  }

  /**
   * Ends the oldest calls that were given this continuation, which is resumed. Never throws.
   *
   * @param result a {@code kotlin.Result} as the library hands it on: a value, or a failure
   * @param hook id of the probe of the woven method that resumes it
   */
  public static void resumed(@Nullable Object continuation, @Nullable Object result, int hook) {
    try {
      Probe probe = ProbeBridge.at(hook);
      if (continuation != null
          && probe.adapter() instanceof SuspendedCalls all
          && !all.given.isEmpty()) {
        probe.fire();
        all.resume(continuation, result);
      }
    } catch (StackOverflowError e) {
      return; // the call ends when its continuation is gone; the application overflows too
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
    }
  }

  // ---- the table -----------------------------------------------------------------------------

  private SuspendedCall add(Probe probe, Object continuation) {
    IdentityWeakKey<Object> key = new IdentityWeakKey<>(continuation, gone);
    while (true) {
      Given before = given.get(key);
      SuspendedCall added = new SuspendedCall(probe, key, before == null ? null : before.newest);
      Given all = new Given(added, before);
      if (before == null ? given.putIfAbsent(key, all) == null : given.replace(key, before, all)) {
        settle();
        return added;
      }
      Thread.onSpinWait(); // another call of the same continuation came or went
    }
  }

  private void forget(SuspendedCall call) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      Given all = given.get(call.key);
      while (all != null && !replace(call.key, all, all.without(call))) {
        all = given.get(call.key);
      }
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private boolean replace(IdentityWeakKey<Object> key, Given all, @Nullable Given rest) {
    return rest == all || (rest == null ? given.remove(key, all) : given.replace(key, all, rest));
  }

  private void resume(Object continuation, @Nullable Object result) throws Throwable {
    Suppression suppression = ProbeBridge.suppress();
    try {
      Given all = given.get(IdentityWeakKey.lookup(continuation));
      while (all != null) {
        SuspendedCall group = all.oldestGroup();
        if (replace(group.key, all, all.withoutGroup(group))) {
          Throwable thrown = Continuations.failure(result);
          end(all, group, thrown == null ? result : null, thrown);
          return;
        }
        all = given.get(IdentityWeakKey.lookup(continuation));
      }
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Ends the calls of a group, the innermost first. */
  private static void end(
      Given all, SuspendedCall group, @Nullable Object value, @Nullable Throwable thrown) {
    for (Given one = all; one != null; one = one.before) {
      SuspendedCall call = one.newest;
      if (call.group == group && call.claim()) {
        finish(call, value, thrown);
      }
    }
  }

  private static void finish(
      SuspendedCall call, @Nullable Object value, @Nullable Throwable thrown) {
    InFlightRun run = call.run;
    if (run == null) {
      return; // it was not counted
    }
    try {
      TrackedRuns.finish(call.probe, run, call.ended(value, thrown));
    } catch (StackOverflowError e) {
      // no calls: there is no stack left for one
      run.aborted = true;
      Cells cells = run.cells;
      if (cells != null) {
        run.cells = null;
        try {
          cells.lose();
        } catch (Throwable again) {
          cells.lost++; // not a call: there is no stack left for one
        }
      }
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
    }
  }

  @Override
  public void settle() {
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      Given lost = dead instanceof IdentityWeakKey<?> key ? given.remove(key) : null;
      for (Given one = lost; one != null; one = one.before) {
        if (one.newest.abandon()) {
          finish(one.newest, null, new CancellationException());
        }
      }
    }
  }

  /** Returns true if a call of the same rule waits for this one, at any distance out. */
  private boolean isWithin(Probe probe, Object continuation) throws Throwable {
    int depth = 0;
    for (Object c = continuation; c != null && depth++ < DEEPEST; c = Continuations.caller(c)) {
      for (Given one = given.get(IdentityWeakKey.lookup(c)); one != null; one = one.before) {
        if (one.newest.probe.isOfRuleOf(probe)) {
          return true;
        }
      }
    }
    return false;
  }
}
