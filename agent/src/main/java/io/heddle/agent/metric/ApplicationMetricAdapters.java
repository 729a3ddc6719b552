package io.heddle.agent.metric;

import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.metric.ApplicationMetrics.Rejection;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.labeled.CounterDataPoint;
import io.heddle.registry.labeled.DataPoint;
import io.heddle.registry.labeled.GaugeDataPoint;
import io.heddle.registry.labeled.HistogramDataPoint;
import io.heddle.registry.labeled.LabeledCounter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for values that an application records into metrics of its own. Each call describes the
 * whole metric: its handle may be older than this attachment, and keeps what the first call has
 * found if its class has a field for that. Thread-safe.
 */
public final class ApplicationMetricAdapters {
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
      case METRIC_COUNT -> new RecordingAdapter(bindings, this::count);
      case METRIC_SET -> new RecordingAdapter(bindings, this::set);
      case METRIC_ADD -> new RecordingAdapter(bindings, this::add);
      case METRIC_OBSERVE -> new RecordingAdapter(bindings, this::observe);
      default -> null;
    };
  }

  private @Nullable DataPoint count(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    if (metric == null) {
      return null;
    }
    if (!(call.object("value") instanceof Number count)
        || count.longValue() < 0
        || count.longValue() > CounterDataPoint.MAX_INCREMENT) {
      metrics.reject(Rejection.VALUE);
      return null;
    }
    LabeledCounter counter = metrics.counter(metric.name, metric.help, metric.labels);
    if (counter == null) {
      return null;
    }
    CounterDataPoint point = counter.dataPoint(metric.values);
    point.shared().add(count.longValue());
    return counter.isKept(point) ? point : null;
  }

  private @Nullable DataPoint set(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    LabeledGauge gauge = metric == null ? null : gauge(metric);
    if (metric == null || gauge == null || !(call.object("value") instanceof Number value)) {
      return null;
    }
    GaugeDataPoint point = gauge.at(metric.values);
    point.set(value.doubleValue());
    return gauge.isKept(point) ? point : null;
  }

  private @Nullable DataPoint add(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    if (metric == null) {
      return null;
    }
    Double change = finite(call);
    LabeledGauge gauge = change == null ? null : gauge(metric);
    if (gauge == null || change == null) {
      return null;
    }
    GaugeDataPoint point = gauge.at(metric.values);
    point.add(change);
    return gauge.isKept(point) ? point : null;
  }

  private @Nullable LabeledGauge gauge(ReportedMetric metric) {
    return metrics.gauge(metric.name, metric.help, metric.labels);
  }

  private @Nullable DataPoint observe(BoundCall call) throws Throwable {
    ReportedMetric metric = metric(call);
    if (metric == null || !(call.object("bounds") instanceof double[] bounds)) {
      return null;
    }
    Double value = finite(call);
    if (value == null) {
      return null;
    }
    ClassicHistogram histogram = metrics.histogram(metric.name, metric.help, bounds, metric.labels);
    if (histogram == null) {
      return null;
    }
    HistogramDataPoint point = histogram.at(metric.values);
    point.observe(value);
    return histogram.isKept(point) ? point : null;
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

  /** Records the value of a call, and returns the data point for the handle to keep, if any. */
  private interface Recorder {
    @Nullable DataPoint record(BoundCall call) throws Throwable;
  }

  /** Records at the entry of a call, whose state is what its handle is to keep. */
  private record RecordingAdapter(RuleBindings bindings, Recorder recorder) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      return recorder.record(bindings.call(self, arguments, null, null));
    }

    @Override
    public boolean keepsCall() {
      return false;
    }
  }

  private record ReportedMetric(
      String name, String help, List<String> labels, List<String> values) {}
}
