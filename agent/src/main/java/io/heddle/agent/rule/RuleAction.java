package io.heddle.agent.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meaning of a call of a rule's methods. Each kind has only what it needs. Immutable. */
public sealed interface RuleAction
    permits RuleAction.MeasureRun,
        RuleAction.CompletePendingRun,
        RuleAction.NotifyAdapter,
        RuleAction.TransferLink,
        RuleAction.FeedGauge,
        StageAction,
        RuleAction.CountRunnerError,
        RuleAction.ResumeCoroutine,
        RuleAction.TrackFuture {
  /** Calls the method of a visitor that is for this kind. */
  <T> T accept(Visitor<T> visitor);

  /** Returns the values for which a method must have the arguments that they read. */
  Collection<ValueSpec> values();

  /** Returns true if the method is a stage, alone or besides another meaning. */
  default boolean isStage() {
    return false;
  }

  /**
   * One method for each kind of action.
   *
   * @param <T> type of the results
   */
  interface Visitor<T> {
    /** Handles a method whose calls are runs. */
    T measureRun(MeasureRun action);

    /** Handles a method that ends a run. */
    T completePendingRun(CompletePendingRun action);

    /** Handles a method whose calls an adapter understands. */
    T notifyAdapter(NotifyAdapter action);

    /** Handles a method that passes on what a run is linked to. */
    T transferLink(TransferLink action);

    /** Handles a method that feeds a gauge. */
    T feedGauge(FeedGauge action);

    /** Handles a method that is a stage, or an event in the life of a box. */
    T stage(StageAction action);

    /** Handles a method whose failure is an error of a runner. */
    T countRunnerError(CountRunnerError action);

    /** Handles a method that resumes a coroutine. */
    T resumeCoroutine(ResumeCoroutine action);

    /** Handles a method of the JDK's futures. */
    T trackFuture(TrackFuture action);
  }

  /**
   * Each call is a run of a family.
   *
   * @param family name of the family, {@code call} unless given
   * @param labels values by label of the family; a label that is absent reads {@code none}
   * @param end the event that ends a run
   * @param tokens counts to add to the family's tokens at the end of the run, by type
   * @param returned meanings of results; the first that fits decides
   * @param link the link by which calls on other threads are found to be part of a run; null: they
   *     are not
   */
  record MeasureRun(
      String family,
      Map<String, ValueSpec> labels,
      RunEnd end,
      Map<String, ValueSpec> tokens,
      List<ResultSpec> returned,
      @Nullable LinkSpec link)
      implements RuleAction {
    /** Copies the collections; labels and tokens keep their order. */
    public MeasureRun {
      labels = ordered(labels);
      tokens = ordered(tokens);
      returned = List.copyOf(returned);
    }

    /** Creates the action of a run that ends with its method. */
    public MeasureRun(String family, Map<String, ValueSpec> labels) {
      this(family, labels, new RunEnd.Method(), Map.of(), List.of(), null);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.measureRun(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return labels.values();
    }
  }

  /** The event that ends a run. */
  sealed interface RunEnd {
    /** The method returns or throws, or the future or publisher that it declares completes. */
    record Method() implements RunEnd {}

    /**
     * Another method completes the run, or no code can reach its object any more.
     *
     * @param key the object that the run is known by
     */
    record Completion(ValueSpec key) implements RunEnd {}

    /** The method returns a publisher, and each subscription to it is a run that ends with it. */
    record Subscription() implements RunEnd {}
  }

  /**
   * Each call ends a run which began in another method.
   *
   * @param key the object that the run is known by
   * @param value the result of the run; null: none
   * @param thrown the exception that the run failed with; null: it did not fail
   */
  record CompletePendingRun(ValueSpec key, @Nullable ValueSpec value, @Nullable ValueSpec thrown)
      implements RuleAction {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.completePendingRun(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return List.of();
    }
  }

  /**
   * An adapter is notified of each call.
   *
   * @param event the adapter, and the meaning of the call to it
   * @param on the value that the adapter takes for the receiver; null: the receiver
   * @param with further values for the adapter, by names that it knows
   */
  record NotifyAdapter(AdapterEvent event, @Nullable ValueSpec on, Map<String, ValueSpec> with)
      implements RuleAction {
    /** Copies the values. */
    public NotifyAdapter {
      with = Map.copyOf(with);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.notifyAdapter(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return with.values();
    }
  }

  /**
   * Each call links an object to the run that another object is linked to.
   *
   * @param name name of the set of runs, as in {@link LinkSpec}
   * @param from an object or text that is linked to a run
   * @param to an object or text that is linked to the same run from the call on
   */
  record TransferLink(String name, ValueSpec from, ValueSpec to) implements RuleAction {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.transferLink(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return List.of(from, to);
    }
  }

  /**
   * Each call that returns sets a gauge or adds to it.
   *
   * @param name name of the gauge, without the prefix of all metrics
   * @param help help of the gauge, the same for all its rules
   * @param change the use of the value
   * @param value a path, a number, or a key of {@code numbers}
   * @param labels values by label
   * @param numbers numbers that texts stand for
   */
  record FeedGauge(
      String name,
      String help,
      Change change,
      ValueSpec value,
      Map<String, ValueSpec> labels,
      Map<String, Double> numbers)
      implements RuleAction {
    /** The use that a gauge makes of a value. */
    public enum Change {
      /** The gauge has the value from then on. */
      SET,
      /** The value is added to the gauge. */
      ADD
    }

    /** Copies the maps; labels keep their order. */
    public FeedGauge {
      labels = ordered(labels);
      numbers = Map.copyOf(numbers);
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.feedGauge(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      List<ValueSpec> values = new ArrayList<>(labels.values());
      values.add(value);
      return values;
    }
  }

  /**
   * Each call that fails is an error of a runner.
   *
   * @param kind the kind of error, a label value
   * @param runner the runner; null: that of the box of the stage, or none
   * @param stage the stage that the method is besides; null: none
   */
  record CountRunnerError(String kind, @Nullable ValueSpec runner, @Nullable StageAction stage)
      implements RuleAction {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.countRunnerError(this);
    }

    @Override
    public boolean isStage() {
      return stage != null;
    }

    @Override
    public Collection<ValueSpec> values() {
      List<ValueSpec> values = new ArrayList<>();
      if (runner != null) {
        values.add(runner);
      }
      if (stage != null) {
        values.addAll(stage.values());
      }
      return values;
    }
  }

  /** Each call resumes a coroutine, so that it ends the runs of functions that were suspended. */
  record ResumeCoroutine() implements RuleAction {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.resumeCoroutine(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return List.of();
    }
  }

  /**
   * Each call shows that a future of the JDK is done. No file has such a rule: the weaver adds it.
   *
   * @param progress the part of the completion that the method is
   */
  record TrackFuture(Progress progress) implements RuleAction {
    /** A part of the completion of a future. */
    public enum Progress {
      /** The future has its result. */
      RESULT,
      /** The threads that wait for the result are woken. */
      WAKE
    }

    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.trackFuture(this);
    }

    @Override
    public Collection<ValueSpec> values() {
      return List.of();
    }
  }

  private static Map<String, ValueSpec> ordered(Map<String, ValueSpec> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
