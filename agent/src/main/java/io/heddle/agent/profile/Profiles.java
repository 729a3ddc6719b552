package io.heddle.agent.profile;

import io.heddle.agent.config.ConfigException;
import io.heddle.agent.config.ProfileParser;
import io.heddle.agent.config.ProfileSpec;
import io.heddle.registry.MetricSnapshot;
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

/** The profiles that are chosen: from snapshots to more snapshots. Thread-safe. */
public final class Profiles {
  private static final String DURATIONS = "_duration_seconds";
  private static final String TOTAL = "_total";

  private final String prefix;
  private final List<Projection> projections = new ArrayList<>();
  private final Map<String, double[]> bounds;

  /**
   * @param prefix of Heddle's own metrics, without the trailing {@code _}
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

  /** The profiles of these names, which the jar has. */
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

  /** What the metrics are called, without the {@code _total} of a counter. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    for (Projection projection : projections) {
      String name = projection.name();
      names.add(name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name);
    }
    return names;
  }

  /** Upper bounds at which cells have to end so that the histograms are exact, by family. */
  public Map<String, double[]> bounds() {
    Map<String, double[]> copy = new HashMap<>();
    bounds.forEach((family, all) -> copy.put(family, Arrays.copyOf(all, all.length)));
    return copy;
  }

  /** Heddle's own metrics, and those of the profiles made of them. */
  public List<MetricSnapshot> with(List<MetricSnapshot> own) {
    Map<String, MetricSnapshot> byName = new HashMap<>();
    for (MetricSnapshot metric : own) {
      if (metric.name().startsWith(prefix)) {
        byName.put(metric.name().substring(prefix.length()), metric);
      }
    }
    List<MetricSnapshot> all = new ArrayList<>(own);
    for (Projection projection : projections) {
      MetricSnapshot made = projection.of(byName);
      if (made != null) {
        all.add(made);
      }
    }
    return all;
  }
}
