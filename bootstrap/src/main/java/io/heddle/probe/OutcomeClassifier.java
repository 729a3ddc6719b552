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
  private static final Outcome[] ORDER = {
    Outcome.TIMEOUT, Outcome.CANCELED, Outcome.FAILURE, Outcome.SUCCESS
  };

  /** Error type of a run that its result, not an exception, marks as failed. */
  static final String BAD_RESULT = "tool_error";

  private OutcomeClassifier() {}

  /** Returns how the call ended; null for a success. */
  public static @Nullable RunFailure judge(Probe probe, Call call) {
    Throwable thrown = call.thrown();
    RunFailure said = thrown == null ? ofReturned(probe, call) : null;
    if (said != null) {
      return said;
    }
    Outcome judged = null;
    if (!probe.rule().conditions().isEmpty() && !probe.rule().isQuiet()) {
      judged = condition(probe, call);
    }
    if (judged == null) {
      return thrown == null ? null : ofThrown(probe, call, thrown);
    }
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

  private static @Nullable Outcome condition(Probe probe, Call call) {
    Suppression suppression = ProbeBridge.suppress();
    try {
      for (Outcome outcome : ORDER) {
        Condition condition = probe.rule().conditions().get(outcome);
        Boolean holds = condition == null ? null : ask(probe, condition, call);
        if (holds == null) {
          continue;
        }
        if (holds) {
          return outcome;
        }
        if (outcome == Outcome.SUCCESS && call.thrown() == null) {
          // a rule that says what success is means that the rest is not
          return Outcome.FAILURE;
        }
      }
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
    return null;
  }

  /** Returns whether the condition holds, or null if it fails: the next one may still hold. */
  private static @Nullable Boolean ask(Probe probe, Condition condition, Call call) {
    try {
      boolean holds = condition.holds(call);
      probe.rule().worked();
      return holds;
    } catch (Throwable e) {
      probe.failed(e);
      return null;
    }
  }
}
