package io.heddle.probe;

import io.heddle.probe.outcome.ExceptionMapping;
import io.heddle.probe.value.Condition;
import io.heddle.registry.error.FailedRead;
import io.heddle.registry.error.SwallowedErrors;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.family.SeriesShare;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The state that all probes of one rule share. Thread-safe. */
public final class ProbedRule {
  /**
   * Number of errors after which a condition on the outcome is no longer evaluated; likewise all
   * labels of a rule are no longer read, and its adapter is no longer called.
   */
  static final int QUIET_AFTER = 100;

  private final int index;
  private final boolean outermost;
  // in the order of trying, each with its outcome: no map, which rules may weave
  private final Condition[] conditions;
  private final Outcome[] outcomes;
  private final List<ExceptionMapping> thrown;
  private final int labelLength;
  private final boolean readsCall;
  private final AtomicInteger errors;
  // an array that holds itself, see RunFamily; a rule that takes the place of another has the same
  private final Object[] feeder;
  private volatile @Nullable RunFamily fed;
  private volatile boolean retired;
  private final AtomicInteger overflows = new AtomicInteger();
  // apart: what cannot be read must not make failures successes that another condition finds
  private final AtomicInteger labelErrors = new AtomicInteger();
  private final AtomicInteger[] conditionErrors;
  private final AtomicInteger otherErrors = new AtomicInteger();
  private final SwallowedErrors swallowed = new SwallowedErrors();
  private volatile @Nullable String notFollowed;
  private volatile @Nullable SeriesShare share;
  // plain, a hint: whether reading its values takes so long that it is timed each time
  private boolean slow = true;

  /**
   * Creates the state of a rule.
   *
   * @param index of the rule, or of the first rule of its guard, for {@code outermost}; at least 0
   * @param outermost only the outermost run on a thread counts
   * @param conditions by outcome, may be empty
   * @param thrown what exceptions mean, in the order of trying; may be empty
   * @param labelLength limit of label values, in characters
   * @param errors swallowed so far
   */
  public ProbedRule(
      int index,
      boolean outermost,
      Map<Outcome, Condition> conditions,
      List<ExceptionMapping> thrown,
      int labelLength,
      AtomicInteger errors) {
    this(index, outermost, conditions, thrown, labelLength, errors, null);
  }

  /**
   * Creates the state of a rule that takes the place of another, and goes on with its series.
   *
   * @param before the other rule; null if there is none
   */
  public ProbedRule(
      int index,
      boolean outermost,
      Map<Outcome, Condition> conditions,
      List<ExceptionMapping> thrown,
      int labelLength,
      AtomicInteger errors,
      @Nullable ProbedRule before) {
    if (before == null) {
      this.feeder = new Object[1];
      feeder[0] = feeder;
    } else {
      this.feeder = before.feeder;
    }
    this.index = index;
    this.outermost = outermost;
    this.conditions = new Condition[conditions.size()];
    this.outcomes = new Outcome[conditions.size()];
    this.conditionErrors = new AtomicInteger[conditions.size()];
    int count = 0;
    for (Outcome outcome : OutcomeClassifier.ORDER) {
      Condition condition = conditions.get(outcome);
      if (condition != null) {
        this.conditions[count] = condition;
        conditionErrors[count] = new AtomicInteger();
        outcomes[count++] = outcome;
      }
    }
    this.thrown = List.copyOf(thrown);
    this.labelLength = labelLength;
    this.errors = errors;
    this.readsCall = anyReadsCall(conditions, this.thrown);
  }

  private static boolean anyReadsCall(
      Map<Outcome, Condition> conditions, List<ExceptionMapping> thrown) {
    for (Condition condition : conditions.values()) {
      if (condition.readsCall()) {
        return true;
      }
    }
    for (ExceptionMapping one : thrown) {
      if (one.readsCall()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the index for {@code outermost}. */
  public int index() {
    return index;
  }

  /** Returns the series of these label values, which this rule feeds from now on. */
  Series series(RunFamily family, List<String> values) {
    fed = family;
    Series found = family.series(values, share, feeder);
    if (retired) {
      family.leave(feeder, share); // made while the rule was taken out of force
    }
    return found;
  }

  /** Exports zeros for these label values, see {@link RunFamily#expect}. */
  void expect(RunFamily family, List<String> values) {
    fed = family;
    family.expect(values, feeder);
    if (retired) {
      family.leave(feeder, share);
    }
  }

  /**
   * Takes the series that no other rule feeds out of their family. Runs in flight end uncounted.
   */
  public void retire() {
    retired = true;
    RunFamily family = fed;
    if (family != null) {
      family.leave(feeder, share);
    }
  }

  /** Returns true if only the outermost run on a thread counts. */
  public boolean outermost() {
    return outermost;
  }

  /** Returns the number of conditions. */
  int conditions() {
    return conditions.length;
  }

  /** Returns the condition that is tried at this place of the order. */
  Condition condition(int place) {
    return conditions[place];
  }

  /** Returns the outcome of the condition at this place. */
  Outcome outcome(int place) {
    return outcomes[place];
  }

  List<ExceptionMapping> thrown() {
    return thrown;
  }

  /** Returns the limit of label values, in characters. */
  public int labelLength() {
    return labelLength;
  }

  /** Returns true if a condition looks at the receiver or an argument. */
  public boolean readsCall() {
    return readsCall;
  }

  /**
   * Records that an adapter of this rule failed, or a value that is neither a label nor a condition
   * on the outcome. An overflow most often is the application's, which was deep in its stack: only
   * many in a row are the rule's own.
   */
  void failed(Throwable error) {
    count(error, otherErrors);
  }

  /** Records that the condition at this place failed. */
  void failedCondition(int place, Throwable error) {
    count(error, conditionErrors[place]);
  }

  /** Records that a label of this rule could not be read. */
  void failedLabel(Throwable error) {
    count(error, labelErrors);
  }

  private void count(Throwable error, AtomicInteger of) {
    boolean overflow = FailedRead.bare(error) instanceof StackOverflowError;
    if (overflow) {
      overflows.incrementAndGet();
    } else {
      of.incrementAndGet();
      errors.incrementAndGet();
    }
    swallowed.add();
  }

  /** Returns the errors that were swallowed for this rule. */
  public SwallowedErrors errors() {
    return swallowed;
  }

  /** Sets the label sets of this rule in its family, before its first call. */
  public void share(SeriesShare inFamily) {
    share = inFamily;
  }

  /** Returns the label sets of this rule in its family; null if it feeds none. */
  public @Nullable SeriesShare share() {
    return share;
  }

  /** Records a result that comes later and whose completion cannot be observed. */
  public void notFollowed(Object result) {
    if (notFollowed == null) {
      notFollowed = result.getClass().getName();
    }
  }

  /** Returns the class of the first result that came later and was not followed; null if none. */
  public @Nullable String notFollowed() {
    return notFollowed;
  }

  /** Records that a value could be read, which ends a row of overflows. */
  void worked() {
    if (overflows.get() != 0) {
      overflows.set(0);
    }
  }

  /**
   * Returns true if each read of its values is to be timed, as Heddle's own work: the last one that
   * was timed took long, or there was none. Else one of some is enough.
   */
  public boolean isSlow() {
    return slow;
  }

  /** Records whether a read that was timed took long. */
  public void timed(boolean tookLong) {
    if (slow != tookLong) {
      slow = tookLong;
    }
  }

  /** Returns true if the rule's adapter, or what else it reads, has failed too often. */
  public boolean isQuiet() {
    return otherErrors.get() >= QUIET_AFTER || overflows.get() >= QUIET_AFTER;
  }

  /** Returns true if the condition at this place has failed too often to be asked again. */
  boolean isQuiet(int place) {
    return conditionErrors[place].get() >= QUIET_AFTER || overflows.get() >= QUIET_AFTER;
  }

  /** Returns the number of conditions on the outcome that are asked no more. */
  public int quietConditions() {
    int quiet = 0;
    for (int i = 0; i < conditionErrors.length; i++) {
      quiet += isQuiet(i) ? 1 : 0;
    }
    return quiet;
  }

  /** Returns true if the rule's labels have failed too often to be read again. */
  public boolean isUnlabeled() {
    return labelErrors.get() >= QUIET_AFTER || overflows.get() >= QUIET_AFTER;
  }
}
