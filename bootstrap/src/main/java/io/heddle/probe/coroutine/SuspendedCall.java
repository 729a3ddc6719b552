package io.heddle.probe.coroutine;

import io.heddle.probe.Probe;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.WeakKey;
import io.heddle.registry.InFlightRun;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A call of a suspend function, from its beginning to its real end, on whatever thread. */
public final class SuspendedCall {
  /** True. Read where a call begins, see {@link InFlightRun#RESOLVED}. */
  public static final boolean RESOLVED;

  /** The method itself has not returned yet. */
  private static final int CALLED = 0;

  private static final int SUSPENDED = 1;
  private static final int ENDED = 2;

  /** The method has not returned yet, and nobody can resume it any more. */
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
  final WeakKey key;
  final long thread;

  /** The outermost of the calls that handed on one continuation, each within the one before. */
  final SuspendedCall group;

  /** Null until it is counted. Public for woven code, where the stack is full. */
  public @Nullable InFlightRun run;

  /** What the end needs of the call, without its continuation; null if it needs nothing. */
  @Nullable Call begun;

  @SuppressWarnings("unused") // by STATE alone
  private volatile int state;

  /**
   * @param key of the continuation that it was given
   * @param before the newest call that was given the same one and has not ended; null: there is
   *     none
   */
  SuspendedCall(Probe probe, WeakKey key, @Nullable SuspendedCall before) {
    this.probe = probe;
    this.key = key;
    this.thread = Thread.currentThread().getId();
    this.group =
        before != null && before.isCalled() && before.thread == thread ? before.group : this;
  }

  boolean isCalled() {
    return (int) STATE.getVolatile(this) == CALLED;
  }

  /** The method has returned. False if that is the end of the call, or it had ended before. */
  boolean suspend() {
    return STATE.compareAndSet(this, CALLED, SUSPENDED);
  }

  /** True for the one who is to end it. */
  boolean claim() {
    return (int) STATE.getAndSet(this, ENDED) != ENDED;
  }

  /** Its continuation is gone. True if it is to be ended, false if the method goes on. */
  boolean abandon() {
    return !STATE.compareAndSet(this, CALLED, UNREACHABLE) && claim();
  }

  /** The call as its end sees it. */
  Call ended(@Nullable Object value, @Nullable Throwable thrown) {
    Call call = begun;
    return call == null
        ? new Call(null, new Object[0], value, thrown)
        : new Call(call.self(), call.arguments(), value, thrown);
  }
}
