package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.advice.AdviceKind;
import io.heddle.agent.weave.classes.Hierarchy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The event that ends the run of a method, as far as the declared return type tells. Immutable.
 *
 * @param with what ends the run
 * @param tasks true if the futures that it may return are not all stages
 * @param note why a result that comes later is not followed; null if it is, or is there at once
 */
public record ResultCompletion(With with, boolean tasks, @Nullable String note) {
  /** The kind of event that ends a run. */
  public enum With {
    /** The method returns or throws. */
    METHOD,
    /** The future that the method returns has its result; without a future, the method ends. */
    FUTURE,
    /** The subscriber of the result has received everything: a run for each subscription. */
    SUBSCRIPTION
  }

  private static final ResultCompletion AT_ONCE = new ResultCompletion(With.METHOD, false, null);
  private static final ResultCompletion STAGE = new ResultCompletion(With.FUTURE, false, null);
  private static final ResultCompletion FUTURE = new ResultCompletion(With.FUTURE, true, null);
  private static final ResultCompletion PUBLISHER =
      new ResultCompletion(With.SUBSCRIPTION, false, null);

  private static final String JUC = "java.util.concurrent.";
  private static final String RX = "io.reactivex.rxjava3.core.";

  // by the names of what a class extends, of which a publisher decides, and else the widest; those
  // of the JDK are all that there are, since its classes are not looked into
  private static final Map<String, ResultCompletion> KNOWN =
      Map.ofEntries(
          Map.entry("java.lang.Object", FUTURE),
          Map.entry(JUC + "CompletionStage", STAGE),
          Map.entry(JUC + "CompletableFuture", STAGE),
          Map.entry(JUC + "Future", FUTURE),
          Map.entry(JUC + "RunnableFuture", FUTURE),
          Map.entry(JUC + "ScheduledFuture", FUTURE),
          Map.entry(JUC + "RunnableScheduledFuture", FUTURE),
          Map.entry(JUC + "FutureTask", FUTURE),
          Map.entry(JUC + "ForkJoinTask", FUTURE),
          Map.entry(JUC + "RecursiveTask", FUTURE),
          Map.entry(JUC + "RecursiveAction", FUTURE),
          Map.entry(JUC + "CountedCompleter", FUTURE),
          Map.entry("reactor.core.publisher.Mono", PUBLISHER),
          Map.entry("reactor.core.publisher.Flux", PUBLISHER),
          Map.entry("reactor.core.CorePublisher", PUBLISHER),
          Map.entry("org.reactivestreams.Publisher", PUBLISHER),
          Map.entry(RX + "Single", PUBLISHER),
          Map.entry(RX + "Maybe", PUBLISHER),
          Map.entry(RX + "Completable", PUBLISHER),
          Map.entry(RX + "Flowable", PUBLISHER),
          Map.entry(RX + "Observable", PUBLISHER),
          Map.entry(RX + "SingleSource", PUBLISHER),
          Map.entry(RX + "MaybeSource", PUBLISHER),
          Map.entry(RX + "CompletableSource", PUBLISHER),
          Map.entry(RX + "ObservableSource", PUBLISHER));

  /** Types whose results come later and are not followed. */
  private static final Set<String> NOT_FOLLOWED =
      Set.of(
          JUC + "Flow$Publisher",
          JUC + "SubmissionPublisher",
          "com.google.common.util.concurrent.ListenableFuture",
          "com.google.api.core.ApiFuture",
          "io.netty.util.concurrent.Future",
          "io.reactivex.Completable",
          "io.reactivex.Flowable",
          "io.reactivex.Maybe",
          "io.reactivex.Observable",
          "io.reactivex.Single",
          "io.smallrye.mutiny.Multi",
          "io.smallrye.mutiny.Uni",
          "io.vertx.core.Future",
          "kotlinx.coroutines.Deferred",
          "kotlinx.coroutines.flow.Flow",
          "rx.Completable",
          "rx.Observable",
          "rx.Single",
          "scala.concurrent.Future");

  /** Beginning of each note. */
  static final String ENDS = "ends with its method: ";

  /**
   * Returns the event that ends the run of a method.
   *
   * @param type the erasure of what the method declares to return, as of {@link Class#getName()}
   */
  public static ResultCompletion of(
      String type, Hierarchy hierarchy, @Nullable ClassLoader loader) {
    ResultCompletion exact = KNOWN.get(type);
    if (exact != null) {
      return exact;
    }
    if (NOT_FOLLOWED.contains(type)) {
      return new ResultCompletion(With.METHOD, false, ENDS + "a " + type + " is not followed");
    }
    Set<String> parents = hierarchy.parents(type, loader);
    ResultCompletion widest = null;
    for (String parent : parents) {
      ResultCompletion known = KNOWN.get(parent);
      if (known != null && known.with() == With.SUBSCRIPTION) {
        // what its own operators make of it is another type
        return new ResultCompletion(
            With.METHOD, false, ENDS + "a counted " + parent + " would be no " + type);
      }
      widest = known == null || (widest != null && widest.tasks()) ? widest : known;
    }
    for (String parent : parents) {
      if (widest == null && NOT_FOLLOWED.contains(parent)) {
        return new ResultCompletion(With.METHOD, false, ENDS + "a " + parent + " is not followed");
      }
    }
    return widest == null ? AT_ONCE : followed(type, widest, parents);
  }

  /** Returns the event for a type of the application, or of a library, that is a future too. */
  private static ResultCompletion followed(
      String type, ResultCompletion widest, Set<String> parents) {
    boolean tells =
        parents.contains(JUC + "CompletionStage")
            || parents.contains(JUC + "CompletableFuture")
            || parents.contains(JUC + "FutureTask")
            || parents.contains(JUC + "ForkJoinTask")
            || parents.contains(JUC + "RecursiveTask")
            || parents.contains(JUC + "RecursiveAction")
            || parents.contains(JUC + "CountedCompleter");
    return tells
        ? widest
        : new ResultCompletion(
            With.FUTURE, true, ENDS + "nothing tells when a " + type + " is done");
  }

  /** Returns why a result that comes later is not followed; null if there is none. */
  public @Nullable String note(RuleSpec rule) {
    boolean stage = rule.action().isStage() && with == With.SUBSCRIPTION;
    return stage ? ENDS + "a stage does not wait for subscribers" : note;
  }

  /** The way in which a run gets its labels and its outcome. */
  public enum Labels {
    /** Labels depend on the rule and the method alone. */
    CONSTANT,
    /** One or two labels start with the receiver or an argument. */
    DIRECT,
    /**
     * Labels come from the call in any other way, or the outcome asks for receiver or arguments.
     */
    DYNAMIC
  }

  /**
   * Returns the advice of a run.
   *
   * @param classified true if the result or the exception decides the outcome; unless DYNAMIC
   * @param listed true if it is listed while in flight, or the outermost one
   */
  public AdviceKind advice(Labels labels, boolean classified, boolean listed) {
    if (with == With.SUBSCRIPTION) {
      return AdviceKind.PUBLISHER;
    }
    if (with == With.METHOD && classified) {
      return switch (labels) {
        case CONSTANT -> listed ? AdviceKind.CLASSIFIED_RUN : AdviceKind.CLASSIFIED;
        case DIRECT -> listed ? AdviceKind.LABELED_CLASSIFIED_RUN : AdviceKind.LABELED_CLASSIFIED;
        case DYNAMIC -> AdviceKind.VALUES;
      };
    }
    if (with == With.METHOD) {
      return switch (labels) {
        case CONSTANT -> listed ? AdviceKind.RUN : AdviceKind.CELLS;
        case DIRECT -> listed ? AdviceKind.LABELED_RUN : AdviceKind.LABELED;
        case DYNAMIC -> AdviceKind.VALUES;
      };
    }
    return labels == Labels.CONSTANT && !classified && !listed
        ? AdviceKind.LATER
        : AdviceKind.VALUES;
  }
}
