package io.heddle.probe;

import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes of a registry that is open for one test. */
final class Probes implements AutoCloseable {
  final Registry registry = new Registry("t", 2000, 8 << 20);
  final AtomicInteger errors = new AtomicInteger();

  Probes() {
    ProbeBridge.open(registry);
  }

  RunFamily family(String name, String... labels) {
    return registry.family(
        new FamilySpec(name, "F", List.of(labels), new BucketLayout(new double[] {1}), true));
  }

  ProbedRule rule(boolean outermost, Map<Outcome, Condition> conditions) {
    return new ProbedRule(70, outermost, conditions, List.of(), 16, errors);
  }

  Probe constant(String name, boolean outermost) {
    return Probe.counting(
        registry, rule(outermost, Map.of()), family("call", "n"), List.of(Value.constant(name)));
  }

  Probe judged(Map<Outcome, Condition> conditions) {
    return Probe.counting(
        registry, rule(false, conditions), family("call", "n"), List.of(Value.constant("x")));
  }

  Probe labelled(Value label) {
    return Probe.counting(registry, rule(false, Map.of()), family("call", "n"), List.of(label));
  }

  /** Sum of a metric's points that carry all of these label values. */
  double sum(String name, String... values) {
    double sum = 0;
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric.name().equals("t_call_" + name)) {
        for (Point point : points(metric)) {
          if (point.labels().values().containsAll(List.of(values))) {
            sum += point.value();
          }
        }
      }
    }
    return sum;
  }

  private static List<Point> points(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return metric instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }

  @Override
  public void close() {
    ProbeBridge.close();
  }
}
