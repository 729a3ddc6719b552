package io.heddle.agent.profile;

import io.heddle.agent.yaml.ConfigException;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The chosen profiles: metrics computed from the metrics of a scrape. Thread-safe. */
public final class Profiles {
  private static final String DURATIONS = "_duration_seconds";
  private static final String TOTAL = "_total";

  private final String prefix;
  private final List<Projection> projections = new ArrayList<>();
  private final Map<String, double[]> bounds;

  /**
   * Creates the metrics of the chosen profiles.
   *
   * @param prefix prefix of Heddle's own metrics, without the trailing {@code _}
   */
  public Profiles(Collection<ProfileSpec> chosen, String prefix) {
    this.prefix = prefix + "_";
    Map<String, TreeSet<Double>> needed = new HashMap<>();
    for (ProfileSpec profile : chosen) {
      for (ProfileSpec.Metric metric : profile.metrics()) {
        projections.add(new Projection(metric));
        if (metric.from().endsWith(DURATIONS)) {
          String family = metric.from().substring(0, metric.from().length() - DURATIONS.length());
          needed.computeIfAbsent(family, name -> new TreeSet<>()).addAll(metric.buckets());
        }
      }
    }
    this.bounds = new HashMap<>();
    needed.forEach(
        (family, all) ->
            bounds.put(family, all.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** Returns the profiles of these names, which must be in the jar. */
  public static Profiles named(Collection<String> names, String prefix) {
    List<ProfileSpec> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(read("profiles/" + name + ".yaml"));
    }
    return new Profiles(chosen, prefix);
  }

  private static ProfileSpec read(String file) {
    try (InputStream in = Profiles.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no " + file);
      }
      return ProfileParser.parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns true if a metric of a profile is computed from a metric of this family. */
  public boolean reads(String family) {
    for (Projection projection : projections) {
      if (projection.reads(family)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the names of the metrics, without the {@code _total} of a counter. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    for (Projection projection : projections) {
      String name = projection.name();
      names.add(name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name);
    }
    return names;
  }

  /** Returns the bounds at which cells must end so that histograms are exact, by family. */
  public Map<String, double[]> bounds() {
    Map<String, double[]> copy = new HashMap<>();
    bounds.forEach((family, all) -> copy.put(family, Arrays.copyOf(all, all.length)));
    return copy;
  }

  /** Returns the number of points that the sums of one scrape take, so far. */
  public long points() {
    long points = 0;
    for (Projection projection : projections) {
      points += projection.points();
    }
    return points;
  }

  /** Returns a sink that passes metrics on to {@code next}, those of the profiles at the end. */
  public Scrape scrape(MetricSink next) {
    List<Projection.Sums> sums = new ArrayList<>(projections.size());
    for (Projection projection : projections) {
      sums.add(projection.sums());
    }
    return new Scrape(prefix, sums, next);
  }

  /** Sums up the metrics of one scrape as they pass through. Not thread-safe. */
  public static final class Scrape implements MetricSink {
    private final String prefix;
    private final List<Projection.Sums> sums;
    private final MetricSink next;

    private Scrape(String prefix, List<Projection.Sums> sums, MetricSink next) {
      this.prefix = prefix;
      this.sums = sums;
      this.next = next;
    }

    @Override
    public void take(MetricSnapshot metric, boolean continued) throws IOException {
      if (metric.name().startsWith(prefix)) {
        String name = metric.name().substring(prefix.length());
        for (Projection.Sums sum : sums) {
          sum.add(name, metric);
        }
      }
      next.take(metric, continued);
    }

    @Override
    public void part(MetricSnapshot share) {
      if (share.name().startsWith(prefix)) {
        String name = share.name().substring(prefix.length());
        for (Projection.Sums sum : sums) {
          sum.subtract(name, share);
        }
      }
    }

    /** Hands over the metrics of the profiles, after all others have passed. */
    public void end() throws IOException {
      for (Projection.Sums sum : sums) {
        MetricSnapshot made = sum.metric();
        if (made != null) {
          next.take(made, false);
        }
      }
    }
  }
}
