package io.heddle.agent.metric;

import io.heddle.agent.adapter.EventAdapter;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.labeled.ApplicationMetrics;
import io.heddle.registry.labeled.ApplicationMetrics.Rejection;
import io.heddle.registry.labeled.ClassicHistogram;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.labeled.LabeledGauge;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for values that an application records into metrics of its own. Each call describes the
 * whole metric: its handle may be older than this attachment. Thread-safe.
 */
public final class ApplicationMetricAdapters {
  /** Maximum increment: beyond it a counter of Prometheus, a double, skips numbers. */
  private static final long MOST = 1L << 53;

  private final ApplicationMetrics metrics;
  private final int labelLength;

  /**
   * @param labelLength limit of label values, in characters
   */
  public ApplicationMetricAdapters(ApplicationMetrics metrics, int labelLength) {
    this.metrics = metrics;
    this.labelLength = labelLength;
  }

  /** Returns the adapter of this event for one rule, or null if there is none. */
  public @Nullable Adapter of(AdapterEvent event, RuleBindings facts) {
    return switch (event) {
      case METRIC_COUNT -> new EventAdapter(facts, this::count);
      case METRIC_SET -> new EventAdapter(facts, this::set);
      case METRIC_ADD -> new EventAdapter(facts, this::add);
      case METRIC_OBSERVE -> new EventAdapter(facts, this::observe);
      default -> null;
    };
  }

  private void count(RuleBindings.Heard heard) throws Throwable {
    Told told = told(heard);
    if (told == null) {
      return;
    }
    if (!(heard.object("value") instanceof Number count)
        || count.longValue() < 0
        || count.longValue() > MOST) {
      metrics.reject(Rejection.VALUE);
      return;
    }
    LabeledCounter counter = metrics.counter(told.name, told.help, told.labels);
    if (counter != null) {
      counter.at(told.values).add(count.longValue());
    }
  }

  private void set(RuleBindings.Heard heard) throws Throwable {
    Told told = told(heard);
    LabeledGauge.Value gauge = told == null ? null : gauge(told);
    if (gauge != null && heard.object("value") instanceof Number value) {
      gauge.set(value.doubleValue());
    }
  }

  private void add(RuleBindings.Heard heard) throws Throwable {
    Told told = told(heard);
    if (told == null) {
      return;
    }
    Double change = finite(heard);
    LabeledGauge.Value gauge = change == null ? null : gauge(told);
    if (gauge != null && change != null) {
      gauge.add(change);
    }
  }

  private LabeledGauge.@Nullable Value gauge(Told told) {
    LabeledGauge gauge = metrics.gauge(told.name, told.help, told.labels);
    return gauge == null ? null : gauge.at(told.values);
  }

  private void observe(RuleBindings.Heard heard) throws Throwable {
    Told told = told(heard);
    if (told == null || !(heard.object("bounds") instanceof double[] bounds)) {
      return;
    }
    Double value = finite(heard);
    if (value == null) {
      return;
    }
    ClassicHistogram histogram = metrics.histogram(told.name, told.help, bounds, told.labels);
    if (histogram != null) {
      histogram.at(told.values).observe(value);
    }
  }

  private @Nullable Double finite(RuleBindings.Heard heard) throws Throwable {
    if (heard.object("value") instanceof Number value && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    metrics.reject(Rejection.VALUE);
    return null;
  }

  /** Returns the metric and the label set of a call, or null if they are rejected. */
  private @Nullable Told told(RuleBindings.Heard heard) throws Throwable {
    String name = heard.text("name");
    String help = heard.text("help");
    List<String> labels = texts(heard.object("labels"));
    List<String> values = texts(heard.object("values"));
    if (name == null || help == null || labels == null || values == null) {
      metrics.reject(Rejection.METRIC);
      return null;
    }
    if (labels.size() != values.size()) {
      metrics.reject(Rejection.LABELS);
      return null;
    }
    return new Told(name, help, labels, cut(values));
  }

  /** Returns the object if it is a list of the JDK with nothing but texts, or null. */
  @SuppressWarnings("unchecked")
  private static @Nullable List<String> texts(@Nullable Object object) {
    if (!(object instanceof List<?> list) || list.getClass().getClassLoader() != null) {
      return null;
    }
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String)) {
        return null;
      }
    }
    return (List<String>) list;
  }

  /** Returns the values as labels; the same list if nothing has to be cut. */
  private List<String> cut(List<String> values) {
    List<String> cut = values;
    for (int i = 0; i < values.size(); i++) {
      String label = Value.label(values.get(i), labelLength);
      if (!label.equals(values.get(i))) {
        cut = cut == values ? new ArrayList<>(values) : cut;
        cut.set(i, label);
      }
    }
    return cut;
  }

  private record Told(String name, String help, List<String> labels, List<String> values) {}
}
