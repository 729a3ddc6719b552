package io.heddle.agent.weave;

import io.heddle.agent.config.BuiltInFamilies;
import io.heddle.agent.config.ConditionSpec;
import io.heddle.agent.config.OutcomeSpec;
import io.heddle.agent.config.PackRule;
import io.heddle.agent.config.RuleSpec;
import io.heddle.agent.config.TermsSpec;
import io.heddle.agent.config.TypePattern;
import io.heddle.agent.config.ValueSpec;
import io.heddle.exporter.RuleReport;
import io.heddle.probe.Adapter;
import io.heddle.probe.Door;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.Outcome;
import io.heddle.registry.Point;
import io.heddle.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Classes woven by the engine alone, in a registry of their own. */
final class WovenClass implements AutoCloseable {
  final Registry registry = new Registry("t", 2000, 8 << 20);
  private final Map<String, FamilySpec> families = new ConcurrentHashMap<>();
  private final Engine engine;
  private final List<RuleState> rules = new ArrayList<>();

  WovenClass() throws ReflectiveOperationException {
    Door.open(registry);
    Door.warmUp();
    engine = new Engine(registry, this::family, (name, facts) -> new Adapter() {});
  }

  private FamilySpec family(String name) {
    return families.computeIfAbsent(
        name, n -> java.util.Objects.requireNonNull(BuiltInFamilies.all().get(n)).toSpec());
  }

  /** A rule for every method of every class. */
  static RuleSpec rule(
      String id, String family, Map<String, String> labels, @Nullable String failure) {
    return rule(id, family, labels, failure, PackRule.NONE);
  }

  private static RuleSpec rule(
      String id,
      String family,
      Map<String, String> labels,
      @Nullable String failure,
      PackRule pack) {
    Map<String, ValueSpec> values = new LinkedHashMap<>();
    labels.forEach((name, value) -> values.put(name, ValueSpec.parse(value)));
    OutcomeSpec outcome =
        failure == null
            ? OutcomeSpec.NONE
            : new OutcomeSpec(Map.of(Outcome.FAILURE, ConditionSpec.parse(failure)));
    return new RuleSpec(
        id,
        TypePattern.parse("**"),
        false,
        null,
        null,
        List.of(),
        false,
        family,
        values,
        outcome,
        null,
        pack);
  }

  /** A rule that tells an adapter of every method. */
  static RuleSpec adapted(String id) {
    return rule(
        id,
        "call",
        Map.of(),
        null,
        new PackRule(
            "any",
            null,
            Map.of(),
            List.of(),
            null,
            false,
            false,
            null,
            null,
            List.of(),
            Map.of(),
            TermsSpec.NONE));
  }

  /** The bytes of a class, woven; null if none of its methods was. */
  byte @Nullable [] weave(String name, byte[] bytes, List<RuleSpec> specs) {
    MethodLimit limit = new MethodLimit(1000);
    rules.clear();
    for (RuleSpec spec : specs) {
      rules.add(new RuleState(spec, rules.size(), List.of(), 100, limit, null));
    }
    ClassLoader own = WovenClass.class.getClassLoader();
    Hierarchy hierarchy = new Hierarchy(new ClassFiles(), () -> new Class<?>[0]);
    TypeMatch.Match match = new TypeMatch.Match(List.copyOf(rules), List.of(), Set.of(), null);
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

  /** The sum of a metric over its series. */
  double sum(String name) {
    double sum = 0;
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric.name().equals("t_" + name) && metric instanceof MetricSnapshot.Counter counter) {
        for (Point point : counter.points()) {
          sum += point.value();
        }
      }
    }
    return sum;
  }

  @Override
  public void close() {
    Door.close();
  }
}
