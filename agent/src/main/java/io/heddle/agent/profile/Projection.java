package io.heddle.agent.profile;

import io.heddle.agent.config.ProfileSpec;
import io.heddle.registry.Grid;
import io.heddle.registry.HistogramPoint;
import io.heddle.registry.LabelSet;
import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One metric of a profile: sums over the series of a metric of Heddle's own. Thread-safe. */
final class Projection {
  private final ProfileSpec.Metric metric;
  private final List<String> names;
  // the same instance at every scrape, as from the registry
  private final Map<List<String>, LabelSet> sets = new ConcurrentHashMap<>();
  private volatile @Nullable View view;

  Projection(ProfileSpec.Metric metric) {
    this.metric = metric;
    this.names = List.copyOf(metric.labels().keySet());
  }

  /** What the metric is called. */
  String name() {
    return metric.name();
  }

  /** The grid of a family, and its cells as the profile sees them. */
  private record View(Grid of, Grid grid) {}

  /**
   * The metric now, or null if nothing feeds it.
   *
   * @param own Heddle's own by their names without prefix
   */
  @Nullable MetricSnapshot of(Map<String, MetricSnapshot> own) {
    MetricSnapshot from = own.get(metric.from());
    if (metric.type() == ProfileSpec.Type.HISTOGRAM) {
      return from instanceof MetricSnapshot.Histogram histogram ? histogram(histogram) : null;
    }
    List<Point> points = sums(from);
    if (points.isEmpty() && metric.fedBy() != null && own.containsKey(metric.fedBy())) {
      points = List.of(new Point(LabelSet.EMPTY, 0));
    }
    if (points.isEmpty()) {
      return null;
    }
    return metric.type() == ProfileSpec.Type.COUNTER
        ? new MetricSnapshot.Counter(metric.name(), metric.help(), points)
        : new MetricSnapshot.Gauge(metric.name(), metric.help(), points);
  }

  private List<Point> sums(@Nullable MetricSnapshot from) {
    Map<LabelSet, Double> sums = new LinkedHashMap<>();
    for (Point point : points(from)) {
      if (isMeant(point.labels())) {
        sums.merge(labels(point.labels()), point.value(), Double::sum);
      }
    }
    List<Point> points = new ArrayList<>(sums.size());
    sums.forEach((labels, sum) -> points.add(new Point(labels, sum)));
    return points;
  }

  private static List<Point> points(@Nullable MetricSnapshot from) {
    if (from instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return from instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }

  private @Nullable MetricSnapshot histogram(MetricSnapshot.Histogram from) {
    Map<LabelSet, CellSum> sums = new LinkedHashMap<>();
    for (HistogramPoint point : from.points()) {
      if (isMeant(point.labels())) {
        LabelSet labels = labels(point.labels());
        sums.computeIfAbsent(labels, key -> new CellSum(from.grid().size())).add(point);
      }
    }
    List<HistogramPoint> points = new ArrayList<>(sums.size());
    sums.forEach((labels, sum) -> points.add(sum.point(labels)));
    return points.isEmpty()
        ? null
        : new MetricSnapshot.Histogram(metric.name(), metric.help(), view(from.grid()), points);
  }

  private Grid view(Grid grid) {
    View known = view;
    if (known == null || known.of() != grid) {
      known = new View(grid, grid.view(metric.bounds()));
      view = known;
    }
    return known.grid();
  }

  private boolean isMeant(LabelSet labels) {
    for (Map.Entry<String, String> wanted : metric.where().entrySet()) {
      if (!wanted.getValue().equals(value(labels, wanted.getKey()))) {
        return false;
      }
    }
    for (Map.Entry<String, String> unwanted : metric.without().entrySet()) {
      if (unwanted.getValue().equals(value(labels, unwanted.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private LabelSet labels(LabelSet from) {
    if (names.isEmpty()) {
      return LabelSet.EMPTY;
    }
    List<String> values = new ArrayList<>(names.size());
    for (String source : metric.labels().values()) {
      values.add(value(from, source));
    }
    LabelSet known = sets.get(values);
    return known != null ? known : sets.computeIfAbsent(values, key -> new LabelSet(names, key));
  }

  private static String value(LabelSet labels, String name) {
    int at = labels.names().indexOf(name);
    return at < 0 ? "" : labels.values().get(at);
  }
}
