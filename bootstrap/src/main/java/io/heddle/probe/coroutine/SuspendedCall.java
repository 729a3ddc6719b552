package io.heddle.probe.coroutine;

import io.heddle.probe.Probe;
import io.heddle.probe.value.Call;
import io.heddle.registry.IdentityWeakKey;
import io.heddle.registry.InFlightRun;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A call of a suspend function, from its beginning to its real end, on any thread. */
public final class SuspendedCall {
  /** A value that is always true, read where a call begins, see {@link InFlightRun#RESOLVED}. */
  public static final boolean RESOLVED;

  /** The state of a call whose method has not returned yet. */
  private static final int CALLED = 0;

  private static final int SUSPENDED = 1;
  private static final int ENDED = 2;

  /** The state of a call whose method has not returned yet and that can no longer be resumed. */
  private static final int UNREACHABLE = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SuspendedCall.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    RESOLVED = true; // not a constant to the compiler: the read stays a read
  }

  final Probe probe;
  final IdentityWeakKey<Object> key;
  final long thread;

  /** The outermost of the calls that handed on one continuation, each within the one before. */
  final SuspendedCall group;

  /**
   * The run of this call, null until it is counted. Public for woven code, where the stack is full.
   */
  public @Nullable InFlightRun run;

  /** The call as its end needs it, without its continuation; null if the end needs nothing. */
  @Nullable Call begun;

  @SuppressWarnings("unused") // by STATE alone
  private volatile int state;

  /**
   * Creates a call.
   *
   * @param key of the continuation that it was given
   * @param before the newest call that was given the same one and has not ended; null: there is
   *     none
   */
  SuspendedCall(Probe probe, IdentityWeakKey<Object> key, @Nullable SuspendedCall before) {
    this.probe = probe;
    this.key = key;
    this.thread = Thread.currentThread().getId();
    this.group =
        before != null && before.isCalled() && before.thread == thread ? before.group : this;
  }

  boolean isCalled() {
    return (int) STATE.getVolatile(this) == CALLED;
  }

  /** Marks the method as returned; returns false if the call ends with it, or had ended before. */
  boolean suspend() {
    return STATE.compareAndSet(this, CALLED, SUSPENDED);
  }

  /** Returns true to the one caller that is to end it. */
  boolean claim() {
    return (int) STATE.getAndSet(this, ENDED) != ENDED;
  }

  /**
   * Marks the continuation as gone; returns true if the call is to be ended, false if its method
   * goes on or it had ended.
   */
  boolean abandon() {
    return !STATE.compareAndSet(this, CALLED, UNREACHABLE) && claim();
  }

  /** Returns the call as its end sees it. */
  Call ended(@Nullable Object value, @Nullable Throwable thrown) {
    Call call = begun;
    return call == null
        ? new Call(null, new Object[0], value, thrown)
        : new Call(call.self(), call.arguments(), value, thrown);
  }
}
