package io.heddle.agent.plan;

import io.heddle.agent.rule.RuleAction.CompletePendingRun;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.ResumeCoroutine;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleAction.TransferLink;
import io.heddle.agent.rule.RuleAction.Visitor;
import io.heddle.agent.rule.StageAction;

/** Names what the calls of a rule are: the family of runs, or else in a word or two. */
final class ActionName implements Visitor<String> {
  @Override
  public String measureRun(MeasureRun action) {
    return action.family();
  }

  @Override
  public String completePendingRun(CompletePendingRun action) {
    return "end of a run";
  }

  @Override
  public String notifyAdapter(NotifyAdapter action) {
    return "event";
  }

  @Override
  public String transferLink(TransferLink action) {
    return "link";
  }

  @Override
  public String feedGauge(FeedGauge action) {
    return "gauge";
  }

  @Override
  public String stage(StageAction action) {
    return "stage";
  }

  @Override
  public String countRunnerError(CountRunnerError action) {
    return "runner error";
  }

  @Override
  public String resumeCoroutine(ResumeCoroutine action) {
    return "coroutine";
  }

  @Override
  public String trackFuture(TrackFuture action) {
    return "future";
  }
}
