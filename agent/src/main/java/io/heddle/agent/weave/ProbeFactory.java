package io.heddle.agent.weave;

import io.heddle.agent.adapter.ConditionalAdapter;
import io.heddle.agent.adapter.LinkTransfer;
import io.heddle.agent.adapter.PendingRunCompletion;
import io.heddle.agent.adapter.ReceiverOverride;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.CompletionSpec;
import io.heddle.agent.rule.LinkSpec;
import io.heddle.agent.rule.PackRule;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.RunPolicySpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.TypePattern;
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
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the probe of a method from the rule that weaves it. Thread-safe. */
final class ProbeFactory {
  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final BiFunction<AdapterEvent, RuleBindings, @Nullable Adapter> adapters;
  private final PendingRuns pending = new PendingRuns();
  private final Map<String, RunLinks> ties = new HashMap<>(); // guarded by this
  // made when the first suspend function is woven
  private @Nullable SuspendedCalls suspensions;

  /**
   * @param families specification of a family by name
   * @param adapters adapter by name, for the bindings of a rule; null if there is none
   */
  ProbeFactory(
      Registry registry,
      Function<String, FamilySpec> families,
      BiFunction<AdapterEvent, RuleBindings, @Nullable Adapter> adapters) {
    this.registry = registry;
    this.families = families;
    this.adapters = adapters;
    registry.due(pending);
    registry.due(new FutureTracker());
  }

  /** Returns true if the runs of this family are listed while they are in flight. */
  boolean isListed(String family) {
    return families.apply(family).tracked();
  }

  private synchronized SuspendedCalls suspensions() {
    SuspendedCalls made = suspensions;
    if (made == null) {
      made = new SuspendedCalls();
      registry.due(made);
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
    RuleSpec spec = rule.spec();
    CompletionSpec ends = spec.pack().ends();
    if (FutureClasses.advice(spec) != null) {
      return Probe.adapted(registry, rule.rule(), new Adapter() {});
    }
    if (!spec.pack().isRun()) {
      Adapter adapter = ends == null ? adapter(rule, className, methodName) : ends(ends);
      List<Condition> when = ValueCompiler.conditions(spec.pack().when());
      return Probe.adapted(
          registry, rule.rule(), when.isEmpty() ? adapter : new ConditionalAdapter(when, adapter));
    }
    RunFamily family = registry.family(families.apply(spec.family()));
    List<Value> labels = new ArrayList<>();
    for (String label : family.spec().labels()) {
      ValueSpec value = spec.labels().get(label);
      labels.add(
          value == null
              ? Value.constant(Value.NONE)
              : ValueCompiler.of(value, className, methodName));
    }
    ValueSpec key = spec.pack().key();
    TokenUsage tokens = spec.pack().tokens().isEmpty() ? null : tokens(spec, family);
    if (shape != null) {
      SuspendFunction later =
          new SuspendFunction(suspensions(), shape.ownContinuation(), shape.label());
      return Probe.countingLater(registry, rule.rule(), family, labels, tokens, later);
    }
    PendingRuns.By by = key == null ? null : by(key);
    return Probe.counting(registry, rule.rule(), family, labels, tokens, by, terms(rule));
  }

  private RunPolicy terms(ActiveRule rule) {
    RuleSpec spec = rule.spec();
    RunPolicySpec terms = spec.pack().terms();
    LinkSpec link = terms.link();
    if (spec.pack().when().isEmpty() && terms.isNone()) {
      return RunPolicy.NONE;
    }
    RunLinks among = link == null ? null : ties(link.name());
    TypePattern type = spec.type();
    if (among != null && type != null && type.exact()) {
      among.kind(type.text());
    }
    return new RunPolicy(
        ValueCompiler.conditions(spec.pack().when()),
        ValueCompiler.returned(terms.returned()),
        among,
        link == null ? List.of() : ValueCompiler.all(link.known()),
        link == null ? List.of() : ValueCompiler.all(link.part()),
        rule.guards());
  }

  private synchronized RunLinks ties(String name) {
    RunLinks known = ties.get(name);
    if (known == null) {
      known = new RunLinks();
      ties.put(name, known);
      registry.due(known);
    }
    return known;
  }

  private Adapter adapter(ActiveRule rule, String className, String methodName) {
    PackRule spec = rule.spec().pack();
    AdapterEvent name = Objects.requireNonNull(spec.adapter());
    if (name == AdapterEvent.RESUMPTION) {
      return suspensions();
    }
    Map<String, Value> with = ValueCompiler.all(spec.with(), className, methodName);
    RuleBindings facts = new RuleBindings(rule.pack(), registry, rule.rule(), with);
    Adapter adapter = name == AdapterEvent.LINK ? passing(with) : adapters.apply(name, facts);
    if (adapter == null) {
      throw new IllegalStateException("rule " + rule.spec().id() + ": no adapter " + name);
    }
    ValueSpec on = spec.on();
    return on == null ? adapter : new ReceiverOverride(ValueCompiler.of(on, "", ""), adapter);
  }

  private @Nullable Adapter passing(Map<String, Value> with) {
    Value name = with.get("name");
    Value from = with.get("from");
    Value to = with.get("to");
    return name == null || from == null || to == null
        ? null
        : new LinkTransfer(ties(name.text()), from, to);
  }

  private PendingRuns.By by(ValueSpec key) {
    return new PendingRuns.By(pending, ValueCompiler.of(key, "", ""));
  }

  private PendingRunCompletion ends(CompletionSpec spec) {
    ValueSpec value = spec.value();
    ValueSpec thrown = spec.thrown();
    return new PendingRunCompletion(
        by(spec.key()),
        value == null ? null : ValueCompiler.of(value, "", ""),
        thrown == null ? null : ValueCompiler.of(thrown, "", ""));
  }

  private TokenUsage tokens(RuleSpec spec, RunFamily family) {
    List<String> labels = new ArrayList<>(family.spec().labels());
    labels.add("type");
    Map<String, Value> byType = ValueCompiler.all(spec.pack().tokens(), "", "");
    String name = spec.family() + "_tokens";
    String help = family.spec().help() + ": tokens, where the library tells";
    return new TokenUsage(registry.counter(name, help, labels), byType);
  }
}
