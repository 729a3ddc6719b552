package io.heddle.agent.weave;

import io.heddle.agent.rule.OutermostSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.ResumeCoroutine;
import io.heddle.agent.rule.RuleAction.RunEnd;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.weave.advice.AdviceKind;
import io.heddle.agent.weave.advice.DataPointRecording;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodMatcher;
import io.heddle.agent.weave.match.ResultCompletion;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the advice of a method by its rule: the cheapest kind that does what the rule asks for.
 * Thread-safe.
 */
final class AdviceSelection {
  /** Level of {@link #futures} at which stages are followed; above it tasks are followed too. */
  static final int STAGES = 1;

  /** Maximum number of labels from the call for which a thread has cells of its own. */
  private static final int MOST_DIRECT = 2;

  private static final int TASKS = 2;

  private final ProbeFactory probes;
  // which futures the methods may return that were woven: none, stages, all
  private volatile int futures;

  /**
   * @param probes knows the families of runs
   */
  AdviceSelection(ProbeFactory probes) {
    this.probes = probes;
  }

  /** Returns which futures have to be followed by now: 0 for none, {@link #STAGES}, or more. */
  int futures() {
    return futures;
  }

  // two classes may be woven at once: the level never falls
  private synchronized void want(ResultCompletion result) {
    if (result.with() == ResultCompletion.With.FUTURE) {
      futures = Math.max(futures, result.tasks() ? TASKS : STAGES);
    }
  }

  /** Returns the advice of a method by this rule. */
  AdviceKind kindOf(
      ActiveRule rule,
      MethodDescription.InDefinedShape method,
      Hierarchy hierarchy,
      @Nullable ClassLoader loader) {
    RuleAction action = rule.spec().action();
    if (action instanceof MeasureRun run) {
      return kindOf(run, rule.spec(), resultOf(rule, method, hierarchy, loader));
    }
    if (action.isStage()) {
      resultOf(rule, method, hierarchy, loader);
    }
    if (action instanceof ResumeCoroutine) {
      return AdviceKind.RESUMPTION;
    }
    if (action instanceof TrackFuture future) {
      return future.progress() == TrackFuture.Progress.RESULT
          ? AdviceKind.COMPLETED
          : AdviceKind.COMPLETES;
    }
    return action instanceof NotifyAdapter event ? kindOf(event, method) : AdviceKind.ADAPTER;
  }

  /** Returns the advice of an event; a handle of an api without the field has to ask each time. */
  private static AdviceKind kindOf(NotifyAdapter event, MethodDescription.InDefinedShape method) {
    boolean keeps = false;
    for (FieldDescription field : method.getDeclaringType().getDeclaredFields()) {
      keeps |=
          field.getName().equals(DataPointRecording.FIELD)
              && field.getType().represents(Object.class)
              && !field.isStatic()
              && !field.isFinal();
    }
    String signature = keeps && !method.isStatic() ? method.getDescriptor() : "";
    return switch (event.event()) {
      case METRIC_COUNT -> signature.equals("(J)V") ? AdviceKind.COUNT : AdviceKind.ADAPTER;
      case METRIC_SET -> signature.equals("(D)V") ? AdviceKind.SET : AdviceKind.ADAPTER;
      case METRIC_ADD -> signature.equals("(D)V") ? AdviceKind.CHANGE : AdviceKind.ADAPTER;
      case METRIC_OBSERVE -> signature.equals("(D)V") ? AdviceKind.OBSERVE : AdviceKind.ADAPTER;
      default -> AdviceKind.ADAPTER;
    };
  }

  private AdviceKind kindOf(MeasureRun run, RuleSpec spec, ResultCompletion result) {
    if (run.end() instanceof RunEnd.Subscription) {
      return AdviceKind.PUBLISHER;
    }
    return result.advice(
        labels(run, spec),
        !spec.outcome().isPlain(),
        spec.outermost() != null || probes.isListed(run.family()));
  }

  private static ResultCompletion.Labels labels(MeasureRun run, RuleSpec spec) {
    OutermostSpec outermost = spec.outermost();
    boolean plain =
        run.end() instanceof RunEnd.Method
            && !spec.outcome().readsCall()
            && spec.when().isEmpty()
            && run.tokens().isEmpty()
            && run.returned().isEmpty()
            && run.link() == null
            && (outermost == null || outermost.others().isEmpty());
    int direct = 0;
    for (ValueSpec label : run.labels().values()) {
      if (!label.isConstant()) {
        direct += label.isDirect() ? 1 : MOST_DIRECT + 1;
      }
    }
    if (!plain || direct > MOST_DIRECT) {
      return ResultCompletion.Labels.DYNAMIC;
    }
    return direct == 0 ? ResultCompletion.Labels.CONSTANT : ResultCompletion.Labels.DIRECT;
  }

  /** Returns how the result of a method completes, and lets the futures among them be followed. */
  private ResultCompletion resultOf(
      ActiveRule rule,
      MethodDescription.InDefinedShape method,
      Hierarchy hierarchy,
      @Nullable ClassLoader loader) {
    String type = method.getReturnType().asErasure().getName();
    ResultCompletion result = ResultCompletion.of(type, hierarchy, loader);
    String note = result.note(rule.spec());
    if (note != null) {
      String declaring = method.getDeclaringType().asErasure().getName();
      rule.reasons().noteMethod(declaring, MethodMatcher.text(method), note);
    }
    want(result);
    return result;
  }
}
