package io.heddle.probe;

import io.heddle.probe.outcome.ExceptionMapping;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Condition;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Determines how a call ended: by its result, its rule's conditions, or what it threw. */
public final class OutcomeClassifier {
  /** The result is an object, or there is none. */
  public static final int OBJECT = 0;

  /** The result is an int. */
  public static final int INT = 1;

  /** The result is a long. */
  public static final int LONG = 2;

  /** The result is a double, given as its bits. */
  public static final int DOUBLE = 3;

  /** The order in which the conditions of a rule are tried. */
  static final Outcome[] ORDER = {
    Outcome.TIMEOUT, Outcome.CANCELED, Outcome.FAILURE, Outcome.SUCCESS
  };

  /** Error type of a run that its result, not an exception, marks as failed. */
  static final String BAD_RESULT = "tool_error";

  private static final int OF_NO_OUTCOME = -1;

  private OutcomeClassifier() {}

  /** Returns how the call ended; null for a success. */
  public static @Nullable RunFailure judge(Probe probe, Call call) {
    Throwable thrown = call.thrown();
    RunFailure said = thrown == null ? ofReturned(probe, call) : null;
    if (said != null) {
      return said;
    }
    Outcome judged;
    Suppression suppression = ProbeBridge.suppress();
    try {
      judged = condition(probe, call, null, 0, OBJECT);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
    if (judged == null) {
      return thrown == null ? null : ofThrown(probe, call, thrown);
    }
    return ending(judged, thrown);
  }

  /**
   * Returns how a call ended that returned, by the conditions of its rule, which ask for neither
   * receiver nor arguments; null for a success, for which nothing is allocated. Called while
   * suppressed.
   *
   * @param returned the result; null if it is a number
   * @param number the result if it is a number
   * @param kind of the result: {@link #OBJECT}, {@link #INT}, {@link #LONG} or {@link #DOUBLE}
   */
  public static @Nullable RunFailure judge(
      Probe probe, @Nullable Object returned, long number, int kind) {
    Outcome judged = condition(probe, null, returned, number, kind);
    return judged == null ? null : ending(judged, null);
  }

  private static @Nullable RunFailure ending(Outcome judged, @Nullable Throwable thrown) {
    if (judged == Outcome.SUCCESS) {
      return null;
    }
    if (judged != Outcome.FAILURE) {
      return new RunFailure(judged, judged.label());
    }
    return thrown == null
        ? new RunFailure(judged, BAD_RESULT)
        : new RunFailure(judged, RunFailure.of(thrown).errorType());
  }

  /** Returns false if the rule counts only calls that end in another way. */
  static boolean counts(Probe probe, Call call) {
    for (Condition condition : probe.terms().when()) {
      if (probe.rule().isQuiet() || !Boolean.TRUE.equals(ask(probe, condition, call))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable RunFailure ofReturned(Probe probe, Call call) {
    for (ResultMapping one : probe.terms().returned()) {
      Condition when = one.when();
      if (when == null
          || (!probe.rule().isQuiet() && Boolean.TRUE.equals(ask(probe, when, call)))) {
        return one.ending();
      }
    }
    return null;
  }

  private static @Nullable RunFailure ofThrown(Probe probe, Call call, Throwable thrown) {
    List<ExceptionMapping> cases = probe.rule().thrown();
    if (cases.isEmpty() || probe.rule().isQuiet()) {
      return RunFailure.of(thrown);
    }
    Throwable bare = RunFailure.bare(thrown);
    Call seen = new Call(call.self(), call.arguments(), call.returned(), bare);
    for (ExceptionMapping one : cases) {
      if (one.isOf(bare)
          && (one.when() == null || Boolean.TRUE.equals(ask(probe, one.when(), seen)))) {
        return one.ending(bare);
      }
    }
    return RunFailure.of(bare);
  }

  /** Returns the outcome of which the condition holds; without a call, for a result alone. */
  private static @Nullable Outcome condition(
      Probe probe, @Nullable Call call, @Nullable Object returned, long number, int kind) {
    ProbedRule rule = probe.rule();
    for (int i = 0; i < rule.conditions(); i++) {
      if (rule.isQuiet(i)) {
        continue;
      }
      Condition condition = rule.condition(i);
      Boolean holds =
          call == null
              ? ask(probe, i, condition, returned, number, kind)
              : ask(probe, i, condition, call);
      if (holds == null) {
        continue;
      }
      if (holds) {
        return rule.outcome(i);
      }
      if (rule.outcome(i) == Outcome.SUCCESS && (call == null || call.thrown() == null)) {
        // a rule that says what success is means that the rest is not
        return Outcome.FAILURE;
      }
    }
    return null;
  }

  /** Returns whether the condition holds, or null if it fails: the next one may still hold. */
  private static @Nullable Boolean ask(Probe probe, Condition condition, Call call) {
    return ask(probe, OF_NO_OUTCOME, condition, call);
  }

  /**
   * Returns the same for a condition on the outcome.
   *
   * @param place of the condition in the order of trying
   */
  private static @Nullable Boolean ask(Probe probe, int place, Condition condition, Call call) {
    try {
      boolean holds = condition.holds(call);
      probe.rule().worked();
      return holds;
    } catch (Throwable e) {
      failed(probe, place, e);
      return null;
    }
  }

  private static void failed(Probe probe, int place, Throwable error) {
    if (place == OF_NO_OUTCOME) {
      probe.failed(error);
    } else {
      probe.rule().failedCondition(place, error);
      probe.keep(error);
    }
  }

  private static @Nullable Boolean ask(
      Probe probe,
      int place,
      Condition condition,
      @Nullable Object returned,
      long number,
      int kind) {
    try {
      boolean holds;
      if (kind == OBJECT) {
        holds = condition.holdsForResult(returned);
      } else if (!condition.isOnBareResult()) {
        holds = condition.holdsForResult(boxed(number, kind));
      } else if (kind == DOUBLE) {
        holds = condition.holdsFor(Double.longBitsToDouble(number));
      } else {
        holds = condition.holdsFor(number);
      }
      probe.rule().worked();
      return holds;
    } catch (Throwable e) {
      failed(probe, place, e);
      return null;
    }
  }

  private static Object boxed(long number, int kind) {
    if (kind == INT) {
      return (int) number;
    }
    // no conditional expression, which would make a double of both
    if (kind == LONG) {
      return number;
    }
    return Double.longBitsToDouble(number);
  }
}
