package io.heddle.probe;

import io.heddle.probe.value.TokenUsage;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The probe of one woven method, with the rule and the family that its calls feed. Resolved once,
 * when the method is woven, and held by the woven code as a constant.
 */
public final class Probe {
  private final Registry registry;
  private final ProbedRule rule;
  private final @Nullable RunFamily family;
  private final List<Value> labels;
  // those of them that come from the call: no list, which rules may weave
  private final Value[] direct;
  private final boolean constant;
  private final boolean lateLabels;
  private final boolean keepsCall;
  private final @Nullable TokenUsage tokens;
  private final PendingRuns.@Nullable By by;
  private final RunPolicy terms;
  private final int[] guards;
  private final boolean ties;
  private volatile @Nullable Adapter adapter;
  // made by the first call: a method that is never called takes no series and no slot
  private volatile @Nullable Series series;
  private int slot = -1;
  // likewise, of labels that come from the call
  private int labelSlot = -1;
  private int bareSlot = -1;
  private volatile boolean silent;
  // guarded by this
  private boolean expected;
  // plain: written once by the first call, read when a report is made
  private boolean fired;

  private Probe(
      Registry registry,
      ProbedRule rule,
      @Nullable RunFamily family,
      List<Value> labels,
      @Nullable TokenUsage tokens,
      PendingRuns.@Nullable By by,
      RunPolicy terms,
      @Nullable Adapter adapter) {
    this.registry = registry;
    this.rule = rule;
    this.family = family;
    this.labels = List.copyOf(labels);
    this.direct = direct(labels);
    this.constant = family != null && allConstant(labels);
    this.lateLabels = anyLate(labels) || !terms.when().isEmpty();
    this.keepsCall =
        by != null
            || terms.readsCall()
            || rule.readsCall()
            || (tokens != null && tokens.readsCall())
            || (lateLabels && anyReadsCall(labels));
    this.tokens = tokens;
    this.by = by;
    this.terms = terms;
    this.ties = !terms.part().isEmpty();
    this.guards = new int[terms.guards().size()];
    for (int i = 0; i < guards.length; i++) {
      guards[i] = terms.guards().get(i);
    }
    this.adapter = adapter;
  }

  /**
   * Creates a probe that counts runs.
   *
   * @param labels one for each label of the family
   */
  public static Probe counting(
      Registry registry, ProbedRule rule, RunFamily family, List<Value> labels) {
    return new Probe(registry, rule, family, labels, null, null, RunPolicy.NONE, null);
  }

  /**
   * Creates a probe that counts runs of a pack, with a policy.
   *
   * @param labels one for each label of the family
   * @param tokens what they use up; null: unknown
   * @param by the object that ends them; null: they end with their method
   * @param terms which calls are runs, and what their results mean
   */
  public static Probe counting(
      Registry registry,
      ProbedRule rule,
      RunFamily family,
      List<Value> labels,
      @Nullable TokenUsage tokens,
      PendingRuns.@Nullable By by,
      RunPolicy terms) {
    return new Probe(registry, rule, family, labels, tokens, by, terms, null);
  }

  /**
   * Creates a probe that counts runs which go on after their method has returned.
   *
   * @param labels one for each label of the family
   * @param tokens what they use up; null: unknown
   * @param later the adapter that knows how they end
   */
  public static Probe countingLater(
      Registry registry,
      ProbedRule rule,
      RunFamily family,
      List<Value> labels,
      @Nullable TokenUsage tokens,
      Adapter later) {
    return new Probe(registry, rule, family, labels, tokens, null, RunPolicy.NONE, later);
  }

  /** Creates a probe that passes the call to an adapter; null: to none, and nothing is counted. */
  public static Probe adapted(Registry registry, ProbedRule rule, @Nullable Adapter adapter) {
    return new Probe(registry, rule, null, List.of(), null, null, RunPolicy.NONE, adapter);
  }

  /** Creates a probe that counts nothing, of a registry that is closed. */
  static Probe silent() {
    Registry closed = new Registry("closed", 1, 0);
    closed.close();
    AtomicInteger errors = new AtomicInteger(ProbedRule.QUIET_AFTER);
    return adapted(closed, new ProbedRule(0, false, Map.of(), List.of(), 1, errors), null);
  }

  private static boolean allConstant(List<Value> labels) {
    for (Value label : labels) {
      if (label.root() != Value.Root.CONSTANT) {
        return false;
      }
    }
    return true;
  }

  private static Value[] direct(List<Value> labels) {
    List<Value> direct = new ArrayList<>(labels.size());
    for (Value label : labels) {
      if (label.root() != Value.Root.CONSTANT) {
        direct.add(label);
      }
    }
    return direct.toArray(new Value[0]);
  }

  private boolean allBare() {
    for (Value label : direct) {
      if (!label.isBare()) {
        return false;
      }
    }
    return true;
  }

  private static boolean anyLate(List<Value> labels) {
    for (Value label : labels) {
      if (label.isLate()) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyReadsCall(List<Value> labels) {
    for (Value label : labels) {
      if (label.readsCall()) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if the woven method has been called. */
  public boolean hasFired() {
    return fired;
  }

  /** Records that the woven method was called. */
  public void fire() {
    if (!fired) {
      fired = true;
    }
  }

  Registry registry() {
    return registry;
  }

  @Nullable RunFamily family() {
    return family;
  }

  /** Returns the series of constant labels if it has been created, or null. */
  @Nullable Series known() {
    return series;
  }

  /** Returns the series of constant labels, created if new; null if labels come from the call. */
  @Nullable Series constant() {
    Series known = series;
    return known != null || !constant ? known : makeSeries();
  }

  private synchronized @Nullable Series makeSeries() {
    if (series == null && family != null && registry.isOpen()) {
      Series made = rule.series(family, constants());
      int claimed = made.claimSlot();
      slot = silent ? -1 : claimed;
      series = made;
    }
    return series;
  }

  private List<String> constants() {
    List<String> values = new ArrayList<>(labels.size());
    for (Value label : labels) {
      values.add(Value.label(label.text(), rule.labelLength()));
    }
    return values;
  }

  /** Marks the method as woven: a series of constant labels then reads 0 until the first call. */
  public synchronized void expect() {
    if (constant && !expected && family != null && registry.isOpen()) {
      expected = true;
      rule.expect(family, constants());
    }
  }

  /** Marks the method as no longer woven. Its counts stay. */
  public synchronized void expectNoMore() {
    if (expected && family != null) {
      expected = false;
      family.expectNoMore(constants());
    }
  }

  int slot() {
    return slot;
  }

  /** Returns the rule that this probe belongs to. */
  public ProbedRule rule() {
    return rule;
  }

  List<Value> labels() {
    return labels;
  }

  /** Returns the label of this number, from 0, among those that come from the call, or null. */
  @Nullable Value direct(int number) {
    return number < direct.length ? direct[number] : null;
  }

  /** Returns the index of this method in a thread's cells by label; -1 before its first call. */
  int knownLabelSlot() {
    return labelSlot;
  }

  /**
   * Returns the index of this method in a thread's cells by label, if its labels are arguments
   * themselves and not what is read from them; else, and before the first call, -1.
   */
  int bareSlot() {
    return bareSlot;
  }

  /** Returns the index of this method in a thread's cells by label, taken at the first call. */
  int labelSlot() {
    int known = labelSlot;
    return known >= 0 ? known : claimLabelSlot();
  }

  private synchronized int claimLabelSlot() {
    if (labelSlot < 0 && !silent && registry.isOpen()) {
      labelSlot = registry.labelSlot();
      bareSlot = allBare() ? labelSlot : -1;
    }
    return labelSlot;
  }

  /** Has threads count into the same cells as for another probe, of the same labels and family. */
  public synchronized void countAs(Probe before) {
    labelSlot = before.labelSlot;
    bareSlot = before.bareSlot;
  }

  boolean lateLabels() {
    return lateLabels;
  }

  /**
   * Returns true if the end of a run asks for the receiver or the arguments. Otherwise they are not
   * kept: the method may let go of them, and what it lets go of must be collectable.
   */
  boolean keepsCall() {
    return keepsCall;
  }

  /** Returns the policy of the rule for its runs. */
  public RunPolicy terms() {
    return terms;
  }

  /** Returns true if a call may be linked to a run. Calls no list: the JDK's may be woven. */
  boolean ties() {
    return ties;
  }

  /** Returns the guards of the policy, where nothing may be allocated; not to be changed. */
  int[] guards() {
    return guards;
  }

  @Nullable TokenUsage tokens() {
    return tokens;
  }

  PendingRuns.@Nullable By by() {
    return by;
  }

  /** Records an error that this probe swallowed. */
  public void failed(Throwable error) {
    rule.failed(error);
    keep(error);
  }

  /** Keeps an error that its rule has counted. */
  void keep(Throwable error) {
    registry.errors().add();
    rule.errors().keep(error);
  }

  /** Returns the adapter that its calls are passed to; null if there is none, or after a detach. */
  public @Nullable Adapter adapter() {
    return adapter;
  }

  /** Returns true if only the outermost run of its rule counts. */
  public boolean isOutermost() {
    return rule.outermost();
  }

  /** Returns true if both probes count only the outermost run of the same rule or guard. */
  public boolean isOfRuleOf(Probe other) {
    return registry == other.registry
        && rule.outermost()
        && other.rule.outermost()
        && rule.index() == other.rule.index();
  }

  /**
   * Stops or restarts counting for the woven method. A run in flight ends as it would have.
   *
   * @param silent true: nothing is counted from now on
   */
  public synchronized void silence(boolean silent) {
    this.silent = silent;
    if (silent) {
      expectNoMore();
    } else {
      expect();
    }
    series = null; // of another rule by the next call, or gone
    // without a slot every call asks counts(): those that a thread counts by itself do not
    slot = -1;
    labelSlot = -1;
    bareSlot = -1;
  }

  /** Returns false if nothing is counted: it was silenced, or belongs to an earlier attachment. */
  public boolean counts() {
    return !silent && registry.isOpen();
  }

  /** Drops the adapter, which is of Heddle's loader, and a slot that will mean another series. */
  void release() {
    adapter = null;
    slot = -1;
    labelSlot = -1;
    bareSlot = -1;
  }
}
