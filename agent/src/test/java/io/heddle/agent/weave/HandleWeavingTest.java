package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.metric.ApplicationMetricAdapters;
import io.heddle.agent.metric.ApplicationMetrics;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.OutcomeSpec;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.probe.Adapter;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The handles of the API, woven by the engine with the adapters that the agent has. */
class HandleWeavingTest {
  private static final String API = "io.heddle.api.";

  private final Registry registry = new Registry("t", 2, 8 << 20);
  private final List<String> warnings = new ArrayList<>();
  private final ApplicationMetrics metrics =
      new ApplicationMetrics(registry.metrics(), Set.of(), warnings::add);
  private final List<ActiveRule> rules = new ArrayList<>();

  HandleWeavingTest() {
    ProbeBridge.open(registry);
    rule("Counter", "add(long)", AdapterEvent.METRIC_COUNT);
    rule("Gauge", "set(double)", AdapterEvent.METRIC_SET);
    rule("Gauge", "add(double)", AdapterEvent.METRIC_ADD);
    rule("Histogram", "observe(double)", AdapterEvent.METRIC_OBSERVE);
  }

  private void rule(String type, String method, AdapterEvent event) {
    Map<String, ValueSpec> with =
        Map.of(
            "name", ValueSpec.parse("$this.name"),
            "help", ValueSpec.parse("$this.help"),
            "labels", ValueSpec.parse("$this.labelNames"),
            "values", ValueSpec.parse("$this.labelValues"),
            "bounds", ValueSpec.parse(type.equals("Histogram") ? "$this.bounds" : "$1"),
            "value", ValueSpec.parse("$1"));
    RuleSpec spec =
        new RuleSpec(
            type + method,
            MethodSelector.of(TypePattern.parse(API + type), MethodPattern.parse(method)),
            null,
            new OutcomeSpec(Map.of(), List.of()),
            List.of(),
            false,
            new NotifyAdapter(event, null, with));
    rules.add(new ActiveRule(spec, rules.size(), List.of(), 100, new MethodLimit(100), null, ""));
  }

  @AfterEach
  void close() {
    ProbeBridge.close();
  }

  /** The adapters of the application's metrics. */
  private final class OwnMetrics implements AdapterSource {
    @Override
    public Adapter event(AdapterEvent event, RuleBindings bindings) {
      return Objects.requireNonNull(new ApplicationMetricAdapters(metrics, 8).of(event, bindings));
    }

    @Override
    public Adapter gauge(
        FeedGauge gauge, RuleBindings bindings, Function<ValueSpec, Value> values) {
      throw new IllegalStateException("no rule for gauges");
    }

    @Override
    public Adapter stage(
        StageAction stage, RuleBindings bindings, Function<ValueSpec, Value> values) {
      throw new IllegalStateException("no rule for stages");
    }

    @Override
    public Adapter runnerError(
        CountRunnerError error, RuleBindings bindings, Function<ValueSpec, Value> values) {
      throw new IllegalStateException("no rule for runners");
    }
  }

  /** A copy of the API with woven handles. */
  private final class Api extends ClassLoader {
    private final ClassWeaver weaver;

    Api() throws ReflectiveOperationException {
      super(HandleWeavingTest.class.getClassLoader());
      weaver =
          new ClassWeaver(
              registry,
              name -> Objects.requireNonNull(BuiltInFamilies.all().get(name)).toSpec(),
              new OwnMetrics(),
              new AdviceCatalog());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null || !name.startsWith(API)) {
        return known != null ? known : super.loadClass(name, resolve);
      }
      try (InputStream in =
          Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
        byte[] bytes = in.readAllBytes();
        List<ActiveRule> own = new ArrayList<>(rules);
        own.removeIf(rule -> !rule.spec().id().startsWith(name.substring(API.length())));
        TypeMatcher.Match match = new TypeMatcher.Match(own, List.of(), Set.of(), null);
        Hierarchy hierarchy = new Hierarchy(new ClassFiles(), () -> new Class<?>[0]);
        byte[] woven =
            own.isEmpty()
                ? null
                : weaver.weave(ClassKey.of(name, this), bytes, this, match, hierarchy);
        byte[] all = woven == null ? bytes : woven;
        return defineClass(name, all, 0, all.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Registers a metric by the method of this name. */
    Object metric(String kind, String name) throws Exception {
      return Class.forName(API + "Heddle", true, this)
          .getMethod(kind, String.class, String.class, String[].class)
          .invoke(null, name, "H.", new String[] {"a"});
    }

    Object histogram(String name) throws Exception {
      return Class.forName(API + "Heddle", true, this)
          .getMethod("histogram", String.class, String.class, double[].class, String[].class)
          .invoke(null, name, "H.", new double[] {1, 2}, new String[] {"a"});
    }
  }

  private static Object labels(Object handle, @Nullable String... values) throws Exception {
    return handle.getClass().getMethod("labels", String[].class).invoke(handle, (Object) values);
  }

  private static void call(Object handle, String method, Object value) throws Exception {
    Class<?> type = value instanceof Long ? long.class : double.class;
    try {
      handle.getClass().getMethod(method, type).invoke(handle, value);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + " has thrown", e);
    }
  }

  private static @Nullable Object kept(Object handle) throws Exception {
    Field field = handle.getClass().getDeclaredField("dataPoint");
    field.setAccessible(true);
    return field.get(handle);
  }

  @Test
  void shouldCountByTheDataPointThatTheFirstCallFound() throws Exception {
    Api api = new Api();
    Object counter = labels(api.metric("counter", "c_total"), "x");
    Object gauge = labels(api.metric("gauge", "g"), "x");
    Object histogram = labels(api.histogram("h"), "x");
    for (int i = 0; i < 100; i++) {
      call(counter, "add", 3L);
      call(gauge, "set", (double) i);
      call(gauge, "add", .5);
      call(histogram, "observe", 1.5);
    }
    RegistryValues now = new RegistryValues(registry);
    assertThat(now.value("c_total", "x")).isEqualTo(300);
    assertThat(now.value("g", "x")).isEqualTo(99.5);
    assertThat(kept(counter)).isNotNull();
    assertThat(kept(gauge)).isNotNull();
    assertThat(kept(histogram)).isNotNull();
    for (ActiveRule rule : rules) {
      assertThat(rule.report().firing()).as(rule.spec().id()).isEqualTo(1);
    }
    assertThat(registry.errors().count()).isZero();
    assertThat(metrics.rejected()).isEmpty();
  }

  @Test
  void shouldCountWhatIsRejectedAndDroppedCallByCall() throws Exception {
    Api api = new Api();
    Object counters = api.metric("counter", "c_total");
    Object one = labels(counters, "x");
    Object gauge = labels(api.metric("gauge", "g"), "x");
    Object histogram = labels(api.histogram("h"), "x");
    call(one, "add", 1L);
    call(gauge, "set", 1.0);
    call(histogram, "observe", 1.0);
    for (int i = 0; i < 10; i++) {
      call(one, "add", -1L);
      call(gauge, "add", Double.NaN);
      call(histogram, "observe", Double.POSITIVE_INFINITY);
      call(labels(counters, "x", "y"), "add", 1L);
    }
    assertThat(metrics.rejected()).isEqualTo(Map.of("value", 30L, "labels", 10L));
    call(labels(counters, "longer than eight"), "add", 1L);
    Object beyond = labels(counters, "beyond the limit");
    for (int i = 0; i < 10; i++) {
      call(beyond, "add", 2L);
    }
    assertThat(kept(beyond)).isNull();
    assertThat(registry.dropped()).isEqualTo(Map.of("c_total", 10L));
    RegistryValues now = new RegistryValues(registry);
    assertThat(now.value("c_total", "_overflow_")).isEqualTo(20);
    assertThat(now.value("c_total", "longer t")).isEqualTo(1);
    assertThat(now.value("c_total", "x")).isEqualTo(1);
  }
}
