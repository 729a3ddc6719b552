package io.heddle.probe;

import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import io.heddle.registry.OwnWork;
import io.heddle.registry.Suppression;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a method returns that begins when somebody subscribes: a Mono or a Flux of Reactor.
 * Each subscription is a run, and what nobody subscribes to is none. The library's own operators do
 * it, called with functions of the JDK: no class of Heddle enters the application's loader.
 */
public final class Publishers {
  private Publishers() {}

  /**
   * The call that makes a publisher, for {@link #follow}: each subscription asks for its labels.
   */
  public static Object call(@Nullable Object self, @Nullable Object[] arguments) {
    return new Call(self, arguments, null, null);
  }

  /**
   * The same publisher, counted; as it is where it is none.
   *
   * @param call what {@link #call} returned
   */
  public static @Nullable Object follow(Probe probe, Object call, @Nullable Object returned) {
    if (returned == null || !probe.counts() || Door.isSuppressed()) {
      return returned;
    }
    long begin = System.nanoTime();
    Suppression suppression = Door.suppress();
    try {
      Operators operators = Operators.of(returned);
      if (operators == null) {
        // a pack is wrong about it, or its Reactor is like none that is known
        probe.failed(new IllegalStateException());
        return returned;
      }
      boolean nests = probe.rule().outermost() && !probe.terms().part().isEmpty();
      Ties ties = nests ? probe.terms().ties() : null;
      Nesting nesting = ties == null ? null : Nesting.of(returned, ties);
      Subscriptions each = new Subscriptions(probe, (Call) call, returned, operators, nesting);
      Object followed = nesting == null ? operators.defer().invoke(each) : nesting.defer(each);
      OwnWork.worked(begin);
      return followed;
    } catch (Throwable e) {
      probe.failed(e);
      return returned;
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Asked for the publisher once for each subscription. */
  private record Subscriptions(
      Probe probe, Call call, Object publisher, Operators operators, @Nullable Nesting nesting)
      implements Supplier<Object>, Nesting.ForEach {
    @Override
    public Object within(@Nullable OpenRun around) {
      if (around == null) {
        return get();
      }
      Parts.own(probe, around, call);
      return publisher;
    }

    @Override
    public Object get() {
      OpenRun run = begin();
      OpenRun whole = run == null ? null : run.whole();
      if (run == null || whole == null) {
        return publisher;
      }
      return run.isPart() ? marked(publisher, whole) : counted(run);
    }

    private Object counted(OpenRun run) {
      Subscription subscription = new Subscription(probe, run, call);
      Suppression suppression = Door.suppress();
      try {
        return marked(watched(subscription), run);
      } catch (Throwable e) {
        probe.failed(e);
        subscription.end(null, null);
        return publisher;
      } finally {
        if (suppression != null) {
          suppression.suppressor = 0;
        }
      }
    }

    private @Nullable OpenRun begin() {
      try {
        OpenRun run = Runs.begin(probe, call.self(), call.arguments());
        if (run != null) {
          // its work begins elsewhere
          Outermost.end(probe, run);
          Runs.leaveStages(probe, run);
        }
        return run;
      } catch (Throwable e) {
        Door.swallowed(e);
        return null;
      }
    }

    private Object marked(Object watched, OpenRun run) {
      if (nesting == null) {
        return watched;
      }
      try {
        return nesting.marked(watched, run);
      } catch (Throwable e) {
        probe.failed(e);
        return watched;
      }
    }

    private Object watched(Subscription subscription) throws Throwable {
      MethodHandle success = operators.doOnSuccess();
      Object watched =
          success != null
              ? success.invoke(publisher, new OnSuccess(subscription))
              : operators.doOnComplete().invoke(publisher, new OnComplete(subscription));
      watched = operators.doOnError().invoke(watched, new OnError(subscription));
      return operators.doOnCancel().invoke(watched, new OnCancel(subscription));
    }
  }

  /** One run, which ends once whatever the publisher says. */
  private static final class Subscription {
    private final Probe probe;
    private final OpenRun run;
    private final Call call;
    private final AtomicBoolean ended = new AtomicBoolean();

    Subscription(Probe probe, OpenRun run, Call call) {
      this.probe = probe;
      this.run = run;
      this.call = call;
    }

    void end(@Nullable Object value, @Nullable Throwable thrown) {
      try {
        if (ended.compareAndSet(false, true)) {
          Runs.finish(probe, run, new Call(call.self(), call.arguments(), value, thrown));
        }
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
        Door.swallowed(e);
      }
    }
  }

  private record OnSuccess(Subscription subscription) implements Consumer<@Nullable Object> {
    @Override
    public void accept(@Nullable Object value) {
      subscription.end(value, null);
    }
  }

  private record OnComplete(Subscription subscription) implements Runnable {
    @Override
    public void run() {
      subscription.end(null, null);
    }
  }

  private record OnError(Subscription subscription) implements Consumer<Throwable> {
    @Override
    public void accept(Throwable thrown) {
      subscription.end(null, thrown);
    }
  }

  private record OnCancel(Subscription subscription) implements Runnable {
    @Override
    public void run() {
      subscription.end(null, new CancellationException());
    }
  }
}
