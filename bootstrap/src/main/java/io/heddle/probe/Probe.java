package io.heddle.probe;

import io.heddle.registry.Outcome;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import io.heddle.registry.Series;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one woven method feeds: resolved once, when it is woven, and held by the woven code as a
 * constant.
 */
public final class Probe {
  /** After so many errors a rule's values and adapters are no longer asked. */
  static final int QUIET_AFTER = 100;

  private final Registry registry;
  private final @Nullable RunFamily family;
  private final @Nullable Series constant;
  private final int slot;
  private final Rule rule;
  private final List<Value> labels;
  private final boolean lateLabels;
  private volatile @Nullable Adapter adapter;
  // plain: written once by whoever comes first, read when a report is made
  private boolean fired;

  private Probe(
      Registry registry,
      Rule rule,
      @Nullable RunFamily family,
      @Nullable Series constant,
      List<Value> labels,
      @Nullable Adapter adapter) {
    this.registry = registry;
    this.rule = rule;
    this.family = family;
    this.constant = constant;
    this.slot = constant == null ? -1 : constant.slot();
    this.labels = labels;
    this.lateLabels = anyLate(labels);
    this.adapter = adapter;
  }

  /** A probe whose labels are constant. */
  public static Probe constant(Registry registry, Rule rule, Series series) {
    return new Probe(registry, rule, series.family(), series, List.of(), null);
  }

  /** A probe whose labels come from the call. */
  public static Probe valued(Registry registry, Rule rule, RunFamily family, List<Value> labels) {
    return new Probe(registry, rule, family, null, List.copyOf(labels), null);
  }

  /** A probe that hands the call to an adapter. */
  public static Probe adapted(Registry registry, Rule rule, Adapter adapter) {
    return new Probe(registry, rule, null, null, List.of(), adapter);
  }

  private static boolean anyLate(List<Value> labels) {
    for (Value label : labels) {
      if (label.isLate()) {
        return true;
      }
    }
    return false;
  }

  /** True once the woven method has been called. */
  public boolean hasFired() {
    return fired;
  }

  void fire() {
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

  @Nullable Series constant() {
    return constant;
  }

  int slot() {
    return slot;
  }

  Rule rule() {
    return rule;
  }

  List<Value> labels() {
    return labels;
  }

  boolean lateLabels() {
    return lateLabels;
  }

  @Nullable Adapter adapter() {
    return adapter;
  }

  /** Lets go of what Heddle's own loader holds. */
  void release() {
    adapter = null;
  }

  /**
   * What all probes of one rule share.
   *
   * @param index of the rule, for {@code outermost}; at least 0
   * @param outermost only the outermost run on a thread counts
   * @param conditions by outcome, may be empty
   * @param labelLength limit of label values, in characters
   * @param errors swallowed so far
   */
  public record Rule(
      int index,
      boolean outermost,
      Map<Outcome, Condition> conditions,
      int labelLength,
      AtomicInteger errors) {
    /** True once the rule has failed too often to be asked again. */
    boolean isQuiet() {
      return errors.get() >= QUIET_AFTER;
    }
  }
}
