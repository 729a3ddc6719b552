package io.heddle.agent.metric;

import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.EventAdapter;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.metric.ApplicationMetrics.Rejection;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.labeled.LabeledCounter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for values that an application records into metrics of its own. Each call describes the
 * whole metric: its handle may be older than this attachment. Thread-safe.
 */
public final class ApplicationMetricAdapters {
  /** Maximum increment: beyond it a counter of Prometheus, a double, skips numbers. */
  private static final long MAX_INCREMENT = 1L << 53;

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
  public @Nullable Adapter of(AdapterEvent event, RuleBindings bindings) {
    return switch (event) {
      case METRIC_COUNT -> new EventAdapter(bindings, this::count);
      case METRIC_SET -> new EventAdapter(bindings, this::set);
      case METRIC_ADD -> new EventAdapter(bindings, this::add);
      case METRIC_OBSERVE -> new EventAdapter(bindings, this::observe);
      default -> null;
    };
  }

  private void count(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    if (metric == null) {
      return;
    }
    if (!(call.object("value") instanceof Number count)
        || count.longValue() < 0
        || count.longValue() > MAX_INCREMENT) {
      metrics.reject(Rejection.VALUE);
      return;
    }
    LabeledCounter counter = metrics.counter(metric.name, metric.help, metric.labels);
    if (counter != null) {
      counter.at(metric.values).add(count.longValue());
    }
  }

  private void set(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    LabeledGauge.Value gauge = metric == null ? null : gauge(metric);
    if (gauge != null && call.object("value") instanceof Number value) {
      gauge.set(value.doubleValue());
    }
  }

  private void add(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    if (metric == null) {
      return;
    }
    Double change = finite(call);
    LabeledGauge.Value gauge = change == null ? null : gauge(metric);
    if (gauge != null && change != null) {
      gauge.add(change);
    }
  }

  private LabeledGauge.@Nullable Value gauge(ReportedMetric metric) {
    LabeledGauge gauge = metrics.gauge(metric.name, metric.help, metric.labels);
    return gauge == null ? null : gauge.at(metric.values);
  }

  private void observe(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    if (metric == null || !(call.object("bounds") instanceof double[] bounds)) {
      return;
    }
    Double value = finite(call);
    if (value == null) {
      return;
    }
    ClassicHistogram histogram = metrics.histogram(metric.name, metric.help, bounds, metric.labels);
    if (histogram != null) {
      histogram.at(metric.values).observe(value);
    }
  }

  private @Nullable Double finite(BoundCall call) throws Throwable {
    if (call.object("value") instanceof Number value && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    metrics.reject(Rejection.VALUE);
    return null;
  }

  /** Returns the metric and the label set of a call, or null if they are rejected. */
  private @Nullable ReportedMetric metric(BoundCall call) throws Throwable {
    String name = call.text("name");
    String help = call.text("help");
    List<String> labels = texts(call.object("labels"));
    List<String> values = texts(call.object("values"));
    if (name == null || help == null || labels == null || values == null) {
      metrics.reject(Rejection.METRIC);
      return null;
    }
    if (labels.size() != values.size()) {
      metrics.reject(Rejection.LABELS);
      return null;
    }
    return new ReportedMetric(name, help, labels, cut(values));
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

  private record ReportedMetric(
      String name, String help, List<String> labels, List<String> values) {}
}
