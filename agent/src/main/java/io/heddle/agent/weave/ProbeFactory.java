package io.heddle.agent.weave;

import io.heddle.agent.config.EndsSpec;
import io.heddle.agent.config.LinkSpec;
import io.heddle.agent.config.PackRule;
import io.heddle.agent.config.RuleSpec;
import io.heddle.agent.config.TermsSpec;
import io.heddle.agent.config.TypePattern;
import io.heddle.agent.config.ValueSpec;
import io.heddle.probe.Adapter;
import io.heddle.probe.Condition;
import io.heddle.probe.Ends;
import io.heddle.probe.Facts;
import io.heddle.probe.Futures;
import io.heddle.probe.Passing;
import io.heddle.probe.Pending;
import io.heddle.probe.Probe;
import io.heddle.probe.Terms;
import io.heddle.probe.Ties;
import io.heddle.probe.Tokens;
import io.heddle.probe.Turned;
import io.heddle.probe.Value;
import io.heddle.probe.When;
import io.heddle.probe.coroutine.SuspendFunction;
import io.heddle.probe.coroutine.Suspensions;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the probe of a method from the rule that wants it. Thread-safe. */
final class ProbeFactory {
  private static final String LINK = "link";

  /** The adapter of a method that resumes continuations of Kotlin. */
  static final String RESUMPTION = "resumption";

  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final BiFunction<String, Facts, @Nullable Adapter> adapters;
  private final Pending pending = new Pending();
  private final Map<String, Ties> ties = new HashMap<>(); // guarded by this
  // made when the first suspend function is woven
  private @Nullable Suspensions suspensions;

  /**
   * @param families specification of a family by name
   * @param adapters adapter by name, for the facts of a rule; null if there is none
   */
  ProbeFactory(
      Registry registry,
      Function<String, FamilySpec> families,
      BiFunction<String, Facts, @Nullable Adapter> adapters) {
    this.registry = registry;
    this.families = families;
    this.adapters = adapters;
    registry.due(pending);
    registry.due(new Futures());
  }

  /** True if the runs of this family are listed while they are in flight. */
  boolean isListed(String family) {
    return families.apply(family).tracked();
  }

  private synchronized Suspensions suspensions() {
    Suspensions made = suspensions;
    if (made == null) {
      made = new Suspensions();
      registry.due(made);
      suspensions = made;
    }
    return made;
  }

  /**
   * Makes the probe.
   *
   * @param shape of a suspend function; null: the method is none
   */
  Probe probe(RuleState rule, String className, String methodName, @Nullable SuspendShape shape) {
    RuleSpec spec = rule.spec();
    EndsSpec ends = spec.pack().ends();
    if (FutureClasses.advice(spec) != null) {
      return Probe.adapted(registry, rule.rule(), new Adapter() {});
    }
    if (!spec.pack().isRun()) {
      Adapter adapter = ends == null ? adapter(rule, className, methodName) : ends(ends);
      List<Condition> when = Values.conditions(spec.pack().when());
      return Probe.adapted(
          registry, rule.rule(), when.isEmpty() ? adapter : new When(when, adapter));
    }
    RunFamily family = registry.family(families.apply(spec.family()));
    List<Value> labels = new ArrayList<>();
    for (String label : family.spec().labels()) {
      ValueSpec value = spec.labels().get(label);
      labels.add(
          value == null ? Value.constant(Value.NONE) : Values.of(value, className, methodName));
    }
    ValueSpec key = spec.pack().key();
    Tokens tokens = spec.pack().tokens().isEmpty() ? null : tokens(spec, family);
    if (shape != null) {
      SuspendFunction later =
          new SuspendFunction(suspensions(), shape.ownContinuation(), shape.label());
      return Probe.countingLater(registry, rule.rule(), family, labels, tokens, later);
    }
    Pending.By by = key == null ? null : by(key);
    return Probe.counting(registry, rule.rule(), family, labels, tokens, by, terms(rule));
  }

  private Terms terms(RuleState rule) {
    RuleSpec spec = rule.spec();
    TermsSpec terms = spec.pack().terms();
    LinkSpec link = terms.link();
    if (spec.pack().when().isEmpty() && terms.isNone()) {
      return Terms.NONE;
    }
    Ties among = link == null ? null : ties(link.name());
    TypePattern type = spec.type();
    if (among != null && type != null && type.exact()) {
      among.kind(type.text());
    }
    return new Terms(
        Values.conditions(spec.pack().when()),
        Values.returned(terms.returned()),
        among,
        link == null ? List.of() : Values.all(link.known()),
        link == null ? List.of() : Values.all(link.part()),
        rule.guards());
  }

  private synchronized Ties ties(String name) {
    Ties known = ties.get(name);
    if (known == null) {
      known = new Ties();
      ties.put(name, known);
      registry.due(known);
    }
    return known;
  }

  private Adapter adapter(RuleState rule, String className, String methodName) {
    PackRule spec = rule.spec().pack();
    String name = String.valueOf(spec.adapter());
    if (name.equals(RESUMPTION)) {
      return suspensions();
    }
    Map<String, Value> with = Values.all(spec.with(), className, methodName);
    Facts facts = new Facts(rule.pack(), registry, rule.rule(), with);
    Adapter adapter = name.equals(LINK) ? passing(with) : adapters.apply(name, facts);
    if (adapter == null) {
      throw new IllegalStateException("rule " + rule.spec().id() + ": no adapter " + name);
    }
    ValueSpec on = spec.on();
    return on == null ? adapter : new Turned(Values.of(on, "", ""), adapter);
  }

  private @Nullable Adapter passing(Map<String, Value> with) {
    Value name = with.get("name");
    Value from = with.get("from");
    Value to = with.get("to");
    return name == null || from == null || to == null
        ? null
        : new Passing(ties(name.text()), from, to);
  }

  private Pending.By by(ValueSpec key) {
    return new Pending.By(pending, Values.of(key, "", ""));
  }

  private Ends ends(EndsSpec spec) {
    ValueSpec value = spec.value();
    ValueSpec thrown = spec.thrown();
    return new Ends(
        by(spec.key()),
        value == null ? null : Values.of(value, "", ""),
        thrown == null ? null : Values.of(thrown, "", ""));
  }

  private Tokens tokens(RuleSpec spec, RunFamily family) {
    List<String> labels = new ArrayList<>(family.spec().labels());
    labels.add("type");
    Map<String, Value> byType = Values.all(spec.pack().tokens(), "", "");
    String name = spec.family() + "_tokens";
    String help = family.spec().help() + ": tokens, where the library tells";
    return new Tokens(registry.counter(name, help, labels), byType);
  }
}
