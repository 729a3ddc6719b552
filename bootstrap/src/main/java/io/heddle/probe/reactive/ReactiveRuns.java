package io.heddle.probe.reactive;

import io.heddle.probe.CallDepth;
import io.heddle.probe.FutureTracker;
import io.heddle.probe.NestedRuns;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.RunCompletion;
import io.heddle.probe.RunLinks;
import io.heddle.probe.TrackedRuns;
import io.heddle.probe.value.Call;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Suppression;
import io.heddle.registry.time.AgentWork;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the subscriptions to a publisher of Reactor or RxJava that a method returns. Each
 * subscription is a run, and a publisher without one is none. The library's own operators do it,
 * called with functions of the JDK or the library: no class of Heddle enters the application's
 * loader.
 */
public final class ReactiveRuns {
  private ReactiveRuns() {}

  /** A call that returns a publisher. */
  private record Making(Call call, long startNanos) {}

  /** Returns the call that begins, for {@link #follow}: each subscription reads its labels. */
  public static Object call(@Nullable Object self, @Nullable Object[] arguments) {
    return new Making(new Call(self, arguments, null, null), System.nanoTime());
  }

  /**
   * Returns the publisher with its subscriptions counted. Any other result is returned as it is,
   * and the call is a run that is over; so is a call that throws.
   *
   * @param call what {@link #call} returned
   */
  public static @Nullable Object follow(
      Probe probe, Object call, @Nullable Object returned, @Nullable Throwable thrown) {
    if (!probe.counts() || ProbeBridge.isSuppressed()) {
      return returned;
    }
    long begin = System.nanoTime();
    Making making = (Making) call;
    Suppression suppression = ProbeBridge.suppress();
    try {
      OperatorFactory operators = returned == null ? null : OperatorFactory.of(returned);
      if (operators != null && returned != null) {
        SubscriptionContext nesting = nesting(probe, returned);
        Subscriptions each = new Subscriptions(probe, making.call(), returned, operators, nesting);
        Object followed = nesting == null ? operators.defer(each) : nesting.defer(each);
        AgentWork.worked(begin);
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
    InFlightRun run = TrackedRuns.begin(probe, made.self(), made.arguments(), making.startNanos());
    if (run != null) {
      TrackedRuns.end(probe, run, returned, thrown);
    }
    return returned;
  }

  private static @Nullable SubscriptionContext nesting(Probe probe, Object publisher) {
    boolean nests = probe.rule().outermost() && !probe.terms().part().isEmpty();
    RunLinks ties = nests ? probe.terms().ties() : null;
    return ties == null ? null : SubscriptionContext.of(publisher, ties);
  }

  /** A supplier that is asked for the publisher once for each subscription. */
  private record Subscriptions(
      Probe probe,
      Call call,
      Object publisher,
      OperatorFactory operators,
      @Nullable SubscriptionContext nesting)
      implements Supplier<Object>, SubscriptionContext.ForEach {
    @Override
    public Object within(@Nullable InFlightRun around) {
      if (around == null) {
        return get();
      }
      NestedRuns.own(probe, around, call);
      return publisher;
    }

    @Override
    public Object get() {
      InFlightRun run = begin();
      InFlightRun whole = run == null ? null : run.whole();
      if (run == null || whole == null) {
        return publisher;
      }
      return run.isPart() ? marked(publisher, whole) : counted(run);
    }

    private Object counted(InFlightRun run) {
      Call kept = run.kept instanceof Call begun ? begun : null;
      run.kept = null;
      RunCompletion completion = new RunCompletion(run, new TrackedRuns.RunEnd(probe, run, kept));
      Subscription subscription = new Subscription(completion);
      Suppression suppression = ProbeBridge.suppress();
      try {
        Object watched = operators.watched(publisher, subscription);
        // as long as anything can end the subscription, it refers to these signals
        FutureTracker.watch(subscription, completion.weakly());
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

    private @Nullable InFlightRun begin() {
      try {
        InFlightRun run = TrackedRuns.begin(probe, call.self(), call.arguments());
        if (run != null) {
          // its work begins elsewhere, and ends there
          CallDepth.end(probe, run);
          TrackedRuns.leaveStages(probe, run);
        }
        return run;
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
        return null;
      }
    }

    private Object marked(Object watched, InFlightRun run) {
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

  /** The signals of one subscription, the first of which ends its run. */
  private record Subscription(RunCompletion completion) implements SubscriptionSignals {
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
        FutureTracker.forget(this);
      }
    }
  }
}
