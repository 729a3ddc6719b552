package io.heddle.agent.weave;

import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.OutcomeSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.exporter.report.RuleReport;
import io.heddle.probe.Adapter;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.heddle.registry.time.CoarseClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Classes woven by the engine alone, in a registry of their own. */
final class WovenClass implements AutoCloseable {
  final Registry registry;
  private final Map<String, FamilySpec> families = new ConcurrentHashMap<>();
  private final ClassWeaver engine;
  private final List<ActiveRule> rules = new ArrayList<>();

  WovenClass() throws ReflectiveOperationException {
    this(new CoarseClock());
  }

  /** Classes of a registry whose untimed runs read this clock. */
  WovenClass(CoarseClock clock) throws ReflectiveOperationException {
    registry = new Registry("t", 2000, 8 << 20, clock);
    ProbeBridge.open(registry);
    ProbeBridge.warmUp();
    engine = new ClassWeaver(registry, this::family, new IdleAdapters(), new AdviceCatalog());
  }

  ClassWeaver engine() {
    return engine;
  }

  private FamilySpec family(String name) {
    return families.computeIfAbsent(
        name, n -> java.util.Objects.requireNonNull(BuiltInFamilies.all().get(n)).toSpec());
  }

  /** Adapters that do nothing. */
  private static final class IdleAdapters implements AdapterSource {
    @Override
    public Adapter event(AdapterEvent event, RuleBindings bindings) {
      return new Adapter() {};
    }

    @Override
    public Adapter gauge(
        FeedGauge gauge, RuleBindings bindings, Function<ValueSpec, Value> values) {
      return new Adapter() {};
    }

    @Override
    public Adapter stage(
        StageAction stage, RuleBindings bindings, Function<ValueSpec, Value> values) {
      return new Adapter() {};
    }

    @Override
    public Adapter runnerError(
        CountRunnerError error, RuleBindings bindings, Function<ValueSpec, Value> values) {
      return new Adapter() {};
    }
  }

  /** A rule for every method of every class. */
  static RuleSpec rule(
      String id, String family, Map<String, String> labels, @Nullable String failure) {
    Map<String, ValueSpec> values = new LinkedHashMap<>();
    labels.forEach((name, value) -> values.put(name, ValueSpec.parse(value)));
    return rule(id, failure, new MeasureRun(family, values));
  }

  private static RuleSpec rule(String id, @Nullable String failure, RuleAction action) {
    Map<Outcome, ConditionSpec> outcome =
        failure == null ? Map.of() : Map.of(Outcome.FAILURE, ConditionSpec.parse(failure));
    return new RuleSpec(
        id,
        MethodSelector.of(TypePattern.parse("**"), null),
        null,
        new OutcomeSpec(outcome, List.of()),
        List.of(),
        false,
        action);
  }

  /** A rule that notifies an adapter of every method. */
  static RuleSpec adapted(String id) {
    return rule(id, null, new NotifyAdapter(AdapterEvent.TASK_STARTED, null, Map.of()));
  }

  /** The bytes of a class, woven; null if none of its methods was. */
  byte @Nullable [] weave(String name, byte[] bytes, List<RuleSpec> specs) {
    MethodLimit limit = new MethodLimit(1000);
    rules.clear();
    for (RuleSpec spec : specs) {
      rules.add(new ActiveRule(spec, rules.size(), List.of(), 100, limit, null, ""));
    }
    ClassLoader own = WovenClass.class.getClassLoader();
    Hierarchy hierarchy = new Hierarchy(new ClassFiles(), () -> new Class<?>[0]);
    TypeMatcher.Match match = new TypeMatcher.Match(List.copyOf(rules), List.of(), Set.of(), null);
    return engine.weave(ClassKey.of(name, own), bytes, own, match, hierarchy);
  }

  /** The class, woven where it could be; not initialised. */
  Class<?> load(String name, byte[] bytes, List<RuleSpec> specs) throws ClassNotFoundException {
    byte[] woven = weave(name, bytes, specs);
    return define(name, woven == null ? bytes : woven);
  }

  static Class<?> define(String name, byte[] bytes) throws ClassNotFoundException {
    return new ClassLoader(WovenClass.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String wanted) throws ClassNotFoundException {
        if (!wanted.equals(name)) {
          throw new ClassNotFoundException(wanted);
        }
        return defineClass(wanted, bytes, 0, bytes.length);
      }
    }.loadClass(name);
  }

  /** What the rule of this place could not weave, and why. */
  List<RuleReport.Reason> reasons(int rule) {
    return rules.get(rule).report().reasons();
  }

  long woven(int rule) {
    return rules.get(rule).report().woven();
  }

  /** The sum of a metric over its series that carry all of these label values. */
  double sum(String name, String... values) {
    double sum = 0;
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric.name().equals("t_" + name) && metric instanceof MetricSnapshot.Counter counter) {
        for (Point point : counter.points()) {
          if (point.labels().values().containsAll(List.of(values))) {
            sum += point.value();
          }
        }
      }
    }
    return sum;
  }

  @Override
  public void close() {
    ProbeBridge.close();
  }
}
