package io.heddle.agent.profile;

import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A metric of a profile: sums over the series of a metric of Heddle's own. Thread-safe. */
final class Projection {
  /** Points that a summed histogram counts as: it has one number for each cell of its layout. */
  private static final int HISTOGRAM_POINTS = 100;

  private static final String IN_FLIGHT = "_in_flight";

  private final ProfileSpec.Metric metric;
  private final List<String> names;
  // the same instances at every scrape, as from the registry
  private final Map<List<String>, LabelSet> sets = new ConcurrentHashMap<>();
  private final Map<LabelSet, Long> created = new ConcurrentHashMap<>();
  private final List<LabelSet> initialLabels = new ArrayList<>();
  private volatile @Nullable View view;
  private volatile @Nullable BucketLayout emptyLayout;

  Projection(ProfileSpec.Metric metric) {
    this.metric = metric;
    this.names = List.copyOf(metric.labels().keySet());
    for (Map<String, String> start : metric.starts()) {
      List<String> values = new ArrayList<>(names.size());
      for (String name : names) {
        values.add(start.getOrDefault(name, ""));
      }
      initialLabels.add(sets.computeIfAbsent(values, key -> new LabelSet(names, key)));
    }
    // what only the application knows, its sessions or its memory, is not 0 before it reports
    boolean known = metric.type() != ProfileSpec.Type.GAUGE || metric.from().endsWith(IN_FLIGHT);
    if (names.isEmpty() && known) {
      initialLabels.add(LabelSet.EMPTY);
    }
    long now = System.currentTimeMillis();
    for (LabelSet start : initialLabels) {
      created.put(start, now);
    }
  }

  /** Returns the name of the metric. */
  String name() {
    return metric.name();
  }

  /** Returns true if the metric is computed from a metric of this family. */
  boolean reads(String family) {
    return metric.from().startsWith(family + "_");
  }

  /** Returns the number of points of its sums, by the label sets that there were so far. */
  long points() {
    long sums = Math.max(1, sets.size());
    return metric.type() == ProfileSpec.Type.HISTOGRAM ? HISTOGRAM_POINTS * sums : sums;
  }

  /** Returns empty sums for one scrape. */
  Sums sums() {
    return new Sums();
  }

  /** The bucket layout of a family, and a view of it with the bounds of the profile. */
  private record View(BucketLayout of, BucketLayout grid) {}

  /** Sums of one scrape. Not thread-safe. */
  final class Sums {
    private final Map<LabelSet, Double> values = new LinkedHashMap<>();
    private final Map<LabelSet, HistogramSum> histograms = new LinkedHashMap<>();
    private @Nullable BucketLayout grid;

    /**
     * Adds a metric of Heddle's own, or a part of one, if it is the source of this metric.
     *
     * @param name name without prefix
     */
    void add(String name, MetricSnapshot part) {
      add(name, part, 1);
    }

    /**
     * Subtracts the share of runs that are part of others, if it is of the source of this metric.
     *
     * @param name name without prefix
     */
    void subtract(String name, MetricSnapshot share) {
      add(name, share, -1);
    }

    private void add(String name, MetricSnapshot part, int sign) {
      if (!name.equals(metric.from())) {
        return;
      }
      if (metric.type() == ProfileSpec.Type.HISTOGRAM) {
        if (part instanceof MetricSnapshot.Histogram histogram) {
          addHistograms(histogram, sign);
        }
        return;
      }
      for (Point point : points(part)) {
        if (matches(point.labels())) {
          LabelSet labels = labels(point.labels());
          values.merge(labels, sign * point.value(), Double::sum);
          if (sign > 0) {
            createdMillis(labels, point.createdMillis());
          }
        }
      }
    }

    private void addHistograms(MetricSnapshot.Histogram part, int sign) {
      int cells = part.grid().size();
      grid = part.grid();
      for (HistogramPoint point : part.points()) {
        if (matches(point.labels())) {
          LabelSet labels = labels(point.labels());
          histograms.computeIfAbsent(labels, key -> new HistogramSum(cells)).add(point, sign);
          if (sign > 0) {
            createdMillis(labels, point.createdMillis());
          }
        }
      }
    }

    /** Returns the metric, or null if nothing feeds it and it has no zeros. */
    @Nullable MetricSnapshot metric() {
      if (metric.type() == ProfileSpec.Type.HISTOGRAM) {
        return histogram();
      }
      for (LabelSet start : initialLabels) {
        values.putIfAbsent(start, 0.0);
      }
      List<Point> points = new ArrayList<>(values.size());
      values.forEach((labels, sum) -> points.add(new Point(labels, sum, createdMillis(labels, 0))));
      if (points.isEmpty()) {
        return null;
      }
      return metric.type() == ProfileSpec.Type.COUNTER
          ? new MetricSnapshot.Counter(metric.name(), metric.help(), points)
          : new MetricSnapshot.Gauge(metric.name(), metric.help(), points);
    }

    private @Nullable MetricSnapshot histogram() {
      BucketLayout cells = grid != null ? grid : emptyLayout();
      for (LabelSet start : initialLabels) {
        histograms.computeIfAbsent(start, key -> new HistogramSum(cells.size()));
      }
      List<HistogramPoint> points = new ArrayList<>(histograms.size());
      histograms.forEach((labels, sum) -> points.add(sum.point(labels, createdMillis(labels, 0))));
      return points.isEmpty()
          ? null
          : new MetricSnapshot.Histogram(metric.name(), metric.help(), view(cells), points);
    }
  }

  /** Returns the layout of a histogram as long as there is no family to compute it from. */
  private BucketLayout emptyLayout() {
    BucketLayout known = emptyLayout;
    if (known == null) {
      known = new BucketLayout(metric.bounds());
      emptyLayout = known;
    }
    return known;
  }

  /** Returns when a sum began: at the start, or with the first series that it ever summed. */
  private long createdMillis(LabelSet labels, long createdMillis) {
    Long known = created.putIfAbsent(labels, createdMillis);
    return known == null ? createdMillis : known;
  }

  private static List<Point> points(MetricSnapshot part) {
    if (part instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return part instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }

  private BucketLayout view(BucketLayout grid) {
    View known = view;
    if (known == null || known.of() != grid) {
      known = new View(grid, grid.view(metric.bounds()));
      view = known;
    }
    return known.grid();
  }

  private boolean matches(LabelSet labels) {
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
