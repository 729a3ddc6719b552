package io.heddle.probe;

import io.heddle.probe.async.AwaitedResults;
import io.heddle.probe.async.ResultListener;
import io.heddle.probe.value.PropertyStep;
import io.heddle.registry.SnapshotHook;
import io.heddle.registry.Suppression;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the futures of the JDK and their subclasses. When one of them gets its result, woven code
 * of the JDK calls {@link ProbeBridge#completed}: before anything that is chained to it runs, and
 * before a thread that waits for it is woken. What waits for a future that has become unreachable
 * ends as canceled.
 */
public final class FutureTracker implements SnapshotHook {
  private static final AwaitedResults AWAITED = new AwaitedResults();
  // what is woven: nothing, stages, or tasks too
  private static final int STAGES = 1;
  private static final int TASKS = 2;
  private static final AtomicInteger WOVEN = new AtomicInteger();

  /** Number of futures that are tried. */
  private static final int WAYS = 5;

  // states of a FutureTask: these two and all above are final
  private static final int NORMAL = 2;
  private static final int EXCEPTIONAL = 3;

  /** Creates a hook that is called before each snapshot. */
  public FutureTracker() {}

  /**
   * Handles for private fields of futures, whose methods have side effects or can be overridden.
   */
  private static final class Fields {
    // the result of a stage that has no value or an exception
    static final Class<?> ODD;
    static final MethodHandle RESULT;
    static final MethodHandle EXCEPTION;
    static final MethodHandle STATE;
    static final MethodHandle OUTCOME;

    static {
      try {
        ODD = Class.forName(CompletableFuture.class.getName() + "$AltResult", false, null);
        RESULT = getter(CompletableFuture.class, "result");
        EXCEPTION = getter(ODD, "ex");
        STATE = getter(FutureTask.class, "state");
        OUTCOME = getter(FutureTask.class, "outcome");
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private Fields() {}

    private static MethodHandle getter(Class<?> owner, String name)
        throws ReflectiveOperationException {
      Field field = owner.getDeclaredField(name);
      MethodHandles.Lookup lookup = PropertyStep.trusted();
      if (lookup == MethodHandles.publicLookup()) {
        field.setAccessible(true);
      }
      return lookup
          .unreflectGetter(field)
          .asType(MethodType.methodType(Object.class, Object.class));
    }
  }

  /**
   * Tests whether the JDK's futures are woven, as they should be by now. Those that are not are
   * followed as any other stage is, or not at all.
   *
   * @param tasks true to include those that are no stages
   * @return whether it works
   */
  public static boolean weave(boolean tasks) {
    Trial stages = new Trial();
    Trial task = new Trial();
    try {
      // each access is linked at its first call: now, and not on a thread of the application
      tell(CompletableFuture.failedFuture(new CancellationException()), task);
      task.notified = 0;
      tryStages(stages);
      tryTask(task);
    } catch (Throwable e) {
      return false; // its fields cannot be read, or are others
    }
    if (stages.notified != WAYS || (tasks && task.notified != 1)) {
      return false;
    }
    WOVEN.set(task.notified == 1 ? TASKS : STAGES);
    return true;
  }

  /** Completes futures in every way in which one gets its result. */
  private static void tryStages(Trial trial) throws Throwable {
    CompletableFuture<Object> completed = new CompletableFuture<>();
    CompletableFuture<Object> failed = new CompletableFuture<>();
    CompletableFuture<Void> dependent = completed.thenRun(trial);
    CompletableFuture<Object> copy = completed.copy();
    CompletableFuture<Void> failing = failed.thenRun(trial);
    tryFollowing(completed, trial);
    tryFollowing(failed, trial);
    tryFollowing(dependent, trial);
    tryFollowing(copy, trial);
    tryFollowing(failing, trial);
    completed.complete(trial);
    failed.completeExceptionally(new CancellationException());
    AWAITED.forget(completed);
    AWAITED.forget(failed);
    AWAITED.forget(dependent);
    AWAITED.forget(copy);
    AWAITED.forget(failing);
  }

  private static void tryTask(Trial trial) throws Throwable {
    FutureTask<Object> task = new FutureTask<>(trial, trial);
    tryFollowing(task, trial);
    task.run();
    AWAITED.forget(task);
  }

  private static void tryFollowing(Object future, Trial trial) throws Throwable {
    if (!isDone(future)) {
      AWAITED.add(future, trial);
    }
  }

  private static final class Trial implements ResultListener, Runnable {
    int notified;

    @Override
    public void with(@Nullable Object value, @Nullable Throwable thrown) {
      notified++;
    }

    @Override
    public void run() {}
  }

  /**
   * Returns true if futures are followed.
   *
   * @param tasks true to include those that are no stages
   */
  public static boolean isWoven(boolean tasks) {
    return WOVEN.get() >= (tasks ? TASKS : STAGES);
  }

  /** Stops following futures. */
  static void close() {
    WOVEN.set(0);
    AWAITED.clear();
  }

  /**
   * Follows a future; returns false if it is none that can be followed.
   *
   * @param end called once
   */
  static boolean follow(Object future, ResultListener end) throws Throwable {
    int woven = WOVEN.get();
    boolean stage = woven >= STAGES && future instanceof CompletableFuture;
    if (!stage && (woven < TASKS || !isTask(future))) {
      return false;
    }
    if (!isDone(future)) {
      AWAITED.add(future, end);
      if (!isDone(future)) {
        return true;
      }
      AWAITED.forget(future, end); // the thread that completed it may have looked before
    }
    tell(future, end);
    return true;
  }

  private static boolean isTask(Object future) {
    return future instanceof FutureTask || future instanceof ForkJoinTask;
  }

  /**
   * Registers a listener that is called once when the object has become unreachable, unless {@link
   * #forget} comes first.
   *
   * @param object its end is reported by other means
   */
  public static void watch(Object object, ResultListener end) {
    AWAITED.add(object, end);
  }

  /** Undoes {@link #watch}. */
  public static void forget(Object object) {
    AWAITED.forget(object);
  }

  /** Returns false while no future has a listener: there is nothing to notify then. */
  static boolean isAny() {
    return AWAITED.isAny();
  }

  /** Notifies the listeners of a future that has its result. */
  static void completed(Object future) throws Throwable {
    for (AwaitedResults.Entry entry = AWAITED.find(future); entry != null; entry = entry.next()) {
      if (entry.isOf(future)) {
        if (isDone(future)) {
          endAll(future);
        }
        return;
      }
    }
  }

  private static void endAll(Object future) throws Throwable {
    Suppression suppression = ProbeBridge.suppress();
    try {
      for (AwaitedResults.Entry entry = AWAITED.find(future); entry != null; entry = entry.next()) {
        if (entry.isOf(future)) {
          tell(future, entry.end());
        }
      }
      // afterwards: where the stack overflows before, the next scrape finds them
      AWAITED.forget(future);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private static boolean isDone(Object future) throws Throwable {
    if (future instanceof CompletableFuture) {
      return (Object) Fields.RESULT.invokeExact(future) != null;
    }
    return future instanceof ForkJoinTask<?> task ? task.isDone() : state(future) >= NORMAL;
  }

  private static int state(Object future) throws Throwable {
    return (Object) Fields.STATE.invokeExact(future) instanceof Integer state ? state : -1;
  }

  private static void tell(Object future, ResultListener end) throws Throwable {
    if (future instanceof CompletableFuture) {
      Object result = (Object) Fields.RESULT.invokeExact(future);
      if (Fields.ODD.isInstance(result)) {
        end.with(null, (Throwable) (Object) Fields.EXCEPTION.invokeExact(result));
      } else {
        end.with(result, null);
      }
    } else if (future instanceof ForkJoinTask<?> task) {
      Throwable thrown = task.getException();
      end.with(thrown == null ? task.getRawResult() : null, thrown);
    } else {
      int state = state(future);
      Object outcome = (Object) Fields.OUTCOME.invokeExact(future);
      if (state == NORMAL) {
        end.with(outcome, null);
      } else {
        boolean failed = state == EXCEPTIONAL && outcome instanceof Throwable;
        end.with(null, failed ? (Throwable) outcome : new CancellationException());
      }
    }
  }

  @Override
  public void settle() {
    AWAITED.settle();
    for (int place = 0; place < AWAITED.places(); place++) {
      for (AwaitedResults.Entry entry = AWAITED.at(place); entry != null; entry = entry.next()) {
        Object object = entry.object();
        if (object instanceof CompletableFuture || (object != null && isTask(object))) {
          lookAgain(object);
        }
      }
    }
  }

  /**
   * Notifies the listeners of a future that is done unreported: its stack was full, or a field was
   * written.
   */
  private static void lookAgain(Object future) {
    try {
      if (isDone(future)) {
        endAll(future);
      }
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
    }
  }
}
