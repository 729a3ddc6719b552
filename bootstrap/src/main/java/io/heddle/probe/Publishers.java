package io.heddle.probe;

import io.heddle.probe.reactive.Operators;
import io.heddle.probe.reactive.Signals;
import io.heddle.registry.OpenRun;
import io.heddle.registry.OwnWork;
import io.heddle.registry.Suppression;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows what a method returns that begins when somebody subscribes: a publisher of Reactor or
 * RxJava. Each subscription is a run, and what nobody subscribes to is none. The library's own
 * operators do it, called with functions of the JDK or the library: no class of Heddle enters the
 * application's loader.
 */
public final class Publishers {
  private Publishers() {}

  /** A call that makes a publisher. */
  private record Making(Call call, long startNanos) {}

  /** The call that begins, for {@link #follow}: each subscription asks for its labels. */
  public static Object call(@Nullable Object self, @Nullable Object[] arguments) {
    return new Making(new Call(self, arguments, null, null), System.nanoTime());
  }

  /**
   * The same publisher, counted. What is none that can be followed is returned as it is, and the
   * call is a run that is over; so is a call that throws.
   *
   * @param call what {@link #call} returned
   */
  public static @Nullable Object follow(
      Probe probe, Object call, @Nullable Object returned, @Nullable Throwable thrown) {
    if (!probe.counts() || Door.isSuppressed()) {
      return returned;
    }
    long begin = System.nanoTime();
    Making making = (Making) call;
    Suppression suppression = Door.suppress();
    try {
      Operators operators = returned == null ? null : Operators.of(returned);
      if (operators != null && returned != null) {
        Nesting nesting = nesting(probe, returned);
        Subscriptions each = new Subscriptions(probe, making.call(), returned, operators, nesting);
        Object followed = nesting == null ? operators.defer(each) : nesting.defer(each);
        OwnWork.worked(begin);
        return followed;
      }
      if (returned != null) {
        probe.rule().notFollowed(returned);
      }
    } catch (Throwable e) {
      probe.failed(e);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
    Call made = making.call();
    OpenRun run = Runs.begin(probe, made.self(), made.arguments(), making.startNanos());
    if (run != null) {
      Runs.end(probe, run, returned, thrown);
    }
    return returned;
  }

  private static @Nullable Nesting nesting(Probe probe, Object publisher) {
    boolean nests = probe.rule().outermost() && !probe.terms().part().isEmpty();
    Ties ties = nests ? probe.terms().ties() : null;
    return ties == null ? null : Nesting.of(publisher, ties);
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
      Call kept = run.kept instanceof Call begun ? begun : null;
      run.kept = null;
      Completion completion = new Completion(run, new Runs.RunEnd(probe, run, kept));
      Subscription subscription = new Subscription(completion);
      Suppression suppression = Door.suppress();
      try {
        Object watched = operators.watched(publisher, subscription);
        // as long as anything can end the subscription, it refers to these signals
        Futures.watch(subscription, completion.weakly());
        return marked(watched, run);
      } catch (Throwable e) {
        probe.failed(e);
        completion.with(null, null);
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
          // its work begins elsewhere, and ends there
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
  }

  /** Ends one run, once, whatever the publisher says. */
  private record Subscription(Completion completion) implements Signals {
    @Override
    public void succeeded(@Nullable Object value) {
      end(value, null);
    }

    @Override
    public void failed(Throwable thrown) {
      end(null, thrown);
    }

    @Override
    public void canceled() {
      end(null, new CancellationException());
    }

    private void end(@Nullable Object value, @Nullable Throwable thrown) {
      if (completion.isOpen()) {
        completion.with(value, thrown);
        Futures.forget(this);
      }
    }
  }
}
