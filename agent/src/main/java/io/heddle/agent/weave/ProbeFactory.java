package io.heddle.agent.weave;

import io.heddle.agent.adapter.ConditionalAdapter;
import io.heddle.agent.adapter.LinkTransfer;
import io.heddle.agent.adapter.PendingRunCompletion;
import io.heddle.agent.adapter.ReceiverOverride;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.LinkSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.CompletePendingRun;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.ResumeCoroutine;
import io.heddle.agent.rule.RuleAction.RunEnd;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleAction.TransferLink;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.advice.parameter.ProbedMethod;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.SuspendBytecode;
import io.heddle.agent.weave.match.ValueCompiler;
import io.heddle.probe.Adapter;
import io.heddle.probe.FutureTracker;
import io.heddle.probe.PendingRuns;
import io.heddle.probe.Probe;
import io.heddle.probe.RunLinks;
import io.heddle.probe.RunPolicy;
import io.heddle.probe.coroutine.SuspendFunction;
import io.heddle.probe.coroutine.SuspendedCalls;
import io.heddle.probe.value.Condition;
import io.heddle.probe.value.TokenUsage;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.RunFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the probe of a method from the rule that weaves it. Thread-safe. */
final class ProbeFactory {
  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final AdapterSource adapters;
  private final PendingRuns pending = new PendingRuns();
  private final Map<String, RunLinks> links = new HashMap<>(); // guarded by this
  // made when the first suspend function is woven
  private @Nullable SuspendedCalls suspensions;

  /**
   * @param families specification of a family by name
   * @param adapters creates the adapters of rules that are no runs
   */
  ProbeFactory(Registry registry, Function<String, FamilySpec> families, AdapterSource adapters) {
    this.registry = registry;
    this.families = families;
    this.adapters = adapters;
    registry.addHook(pending);
    registry.addHook(new FutureTracker());
  }

  /** Returns true if the runs of this family are listed while they are in flight. */
  boolean isListed(String family) {
    return families.apply(family).tracked();
  }

  private synchronized SuspendedCalls suspensions() {
    SuspendedCalls made = suspensions;
    if (made == null) {
      made = new SuspendedCalls();
      registry.addHook(made);
      suspensions = made;
    }
    return made;
  }

  /**
   * Creates the probe.
   *
   * @param shape of a suspend function; null if the method is none
   */
  Probe probe(
      ActiveRule rule, String className, String methodName, @Nullable SuspendBytecode shape) {
    Function<ValueSpec, Value> values = spec -> ValueCompiler.of(spec, className, methodName);
    return rule.spec().action().accept(new OfRule(rule, values, shape));
  }

  /** Returns where each label that comes from the call starts, in the order of the family's. */
  List<Integer> labelStarts(RuleAction action) {
    List<Integer> starts = new ArrayList<>();
    if (action instanceof MeasureRun run) {
      for (String label : families.apply(run.family()).labels()) {
        ValueSpec value = run.labels().get(label);
        if (value != null && value.isDirect()) {
          boolean receiver = value.root() == ValueSpec.Root.THIS;
          starts.add(receiver ? ProbedMethod.RECEIVER : value.argument() - 1);
        }
      }
    }
    return starts;
  }

  private synchronized RunLinks links(String name) {
    RunLinks known = links.get(name);
    if (known == null) {
      known = new RunLinks();
      links.put(name, known);
      registry.addHook(known);
    }
    return known;
  }

  private PendingRuns.By by(ValueSpec key) {
    return new PendingRuns.By(pending, ValueCompiler.of(key));
  }

  /** Creates the probe of each kind of rule, with the values of one method. */
  private final class OfRule implements RuleAction.Visitor<Probe> {
    private final ActiveRule rule;
    private final Function<ValueSpec, Value> values;
    private final @Nullable SuspendBytecode shape;

    OfRule(ActiveRule rule, Function<ValueSpec, Value> values, @Nullable SuspendBytecode shape) {
      this.rule = rule;
      this.values = values;
      this.shape = shape;
    }

    @Override
    public Probe measureRun(MeasureRun run) {
      RunFamily family = registry.family(families.apply(run.family()));
      rule.rule().share(family.share(rule.pack().isEmpty() ? rule.spec().id() : RunFamily.PACKS));
      List<Value> labels = new ArrayList<>();
      for (String label : family.spec().labels()) {
        ValueSpec value = run.labels().get(label);
        labels.add(value == null ? Value.constant(Value.NONE) : values.apply(value));
      }
      TokenUsage tokens = run.tokens().isEmpty() ? null : tokens(run, family);
      if (shape != null) {
        SuspendFunction later =
            new SuspendFunction(suspensions(), shape.ownContinuation(), shape.label());
        return Probe.countingLater(registry, rule.rule(), family, labels, tokens, later);
      }
      PendingRuns.By by = run.end() instanceof RunEnd.Completion end ? by(end.key()) : null;
      return Probe.counting(registry, rule.rule(), family, labels, tokens, by, policy(run));
    }

    private TokenUsage tokens(MeasureRun run, RunFamily family) {
      List<String> labels = new ArrayList<>(family.spec().labels());
      labels.add("type");
      Map<String, Value> byType = ValueCompiler.all(run.tokens(), ValueCompiler::of);
      String name = run.family() + "_tokens";
      String help = family.spec().help() + ": tokens, where the library tells";
      return new TokenUsage(registry.counter(name, help, labels), byType);
    }

    private RunPolicy policy(MeasureRun run) {
      List<ConditionSpec> when = rule.spec().when();
      LinkSpec link = run.link();
      if (when.isEmpty() && run.returned().isEmpty() && link == null && rule.guards().isEmpty()) {
        return RunPolicy.NONE;
      }
      RunLinks among = link == null ? null : links(link.name());
      TypePattern type = rule.spec().selector().type();
      if (among != null && type != null && type.exact()) {
        among.kind(type.text());
      }
      return new RunPolicy(
          ValueCompiler.conditions(when),
          ValueCompiler.returned(run.returned()),
          among,
          link == null ? List.of() : ValueCompiler.all(link.known()),
          link == null ? List.of() : ValueCompiler.all(link.part()),
          rule.guards());
    }

    @Override
    public Probe completePendingRun(CompletePendingRun action) {
      ValueSpec value = action.value();
      ValueSpec thrown = action.thrown();
      return adapted(
          new PendingRunCompletion(
              by(action.key()),
              value == null ? null : ValueCompiler.of(value),
              thrown == null ? null : ValueCompiler.of(thrown)));
    }

    @Override
    public Probe notifyAdapter(NotifyAdapter action) {
      Map<String, Value> with = ValueCompiler.all(action.with(), values);
      Adapter adapter = adapters.event(action.event(), bindings(with));
      if (adapter == null) {
        throw new IllegalStateException(
            "rule " + rule.spec().id() + ": no adapter " + action.event());
      }
      ValueSpec on = action.on();
      return adapted(on == null ? adapter : new ReceiverOverride(ValueCompiler.of(on), adapter));
    }

    @Override
    public Probe transferLink(TransferLink action) {
      RunLinks among = links(action.name());
      Value from = values.apply(action.from());
      return adapted(new LinkTransfer(among, from, values.apply(action.to())));
    }

    @Override
    public Probe feedGauge(FeedGauge action) {
      return adapted(adapters.gauge(action, bindings(Map.of()), values));
    }

    @Override
    public Probe stage(StageAction action) {
      return adapted(adapters.stage(action, bindings(Map.of()), values));
    }

    @Override
    public Probe countRunnerError(CountRunnerError action) {
      return adapted(adapters.runnerError(action, bindings(Map.of()), values));
    }

    @Override
    public Probe resumeCoroutine(ResumeCoroutine action) {
      return adapted(suspensions());
    }

    @Override
    public Probe trackFuture(TrackFuture action) {
      return adapted(new Adapter() {}); // the advice does all
    }

    private RuleBindings bindings(Map<String, Value> with) {
      return new RuleBindings(rule.pack(), registry, rule.rule(), with);
    }

    private Probe adapted(Adapter adapter) {
      List<Condition> when = ValueCompiler.conditions(rule.spec().when());
      return Probe.adapted(
          registry, rule.rule(), when.isEmpty() ? adapter : new ConditionalAdapter(when, adapter));
    }
  }
}
