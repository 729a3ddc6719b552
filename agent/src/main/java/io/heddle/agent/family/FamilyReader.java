package io.heddle.agent.family;

import io.heddle.agent.yaml.Position;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.snapshot.MetricNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code families}: other buckets for built-in families, and new families. */
public final class FamilyReader {
  private static final String BUCKETS =
      "a list of at most 100 seconds, positive and strictly increasing, such as [ 0.1, 1, 10 ]";

  private final Problems problems;

  /** Creates a reader that adds what is wrong to these problems. */
  public FamilyReader(Problems problems) {
    this.problems = problems;
  }

  /** Returns the built-in families and those of the file, by name. Immutable. */
  public Map<String, FamilyConfig> read(Section top) {
    Map<String, FamilyConfig> all = BuiltInFamilies.table();
    for (Map.Entry<String, Entry> entry : top.open("families").entrySet()) {
      String name = entry.getKey();
      YamlNode value = entry.getValue().value();
      if (!allowedName(entry.getValue().keyAt(), name)) {
        continue;
      }
      if (value instanceof Entries map) {
        all.put(name, family(name, map, all.get(name)));
      } else {
        problems.add(value.at(), "families." + name + " must be a map of help, labels and buckets");
      }
    }
    return Collections.unmodifiableMap(all);
  }

  private boolean allowedName(Position at, String name) {
    try {
      MetricNames.family(name);
      return true;
    } catch (IllegalArgumentException e) {
      problems.add(at, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private FamilyConfig family(String name, Entries map, @Nullable FamilyConfig builtIn) {
    Section section = new Section(map, "families." + name, problems);
    String help = section.text("help", "a sentence");
    List<String> labels = labels(section, builtIn);
    List<Double> buckets = buckets(section);
    section.done();
    if (builtIn != null) {
      return new FamilyConfig(
          name,
          help == null ? builtIn.help() : help,
          builtIn.labels(),
          buckets.isEmpty() ? builtIn.buckets() : buckets);
    }
    return new FamilyConfig(
        name,
        help == null ? "Runs of " + name : help,
        labels,
        buckets.isEmpty() ? BuiltInFamilies.boxed(BuiltInFamilies.DEFAULT_BUCKETS) : buckets);
  }

  private List<String> labels(Section section, @Nullable FamilyConfig builtIn) {
    List<String> labels = new ArrayList<>();
    for (Leaf leaf : section.leaves("labels", "a list of names")) {
      try {
        String label = MetricNames.label(leaf.text());
        if (labels.contains(label)) {
          section.problem(leaf, "labels", "names '" + label + "' twice");
        } else {
          labels.add(label);
        }
      } catch (IllegalArgumentException e) {
        problems.add(leaf.at(), String.valueOf(e.getMessage()));
      }
    }
    YamlNode written = section.tree("labels");
    if (builtIn != null
        && written != null
        && !new HashSet<>(labels).equals(new HashSet<>(builtIn.labels()))) {
      section.problem(
          written,
          "labels",
          "of a built-in family cannot change: leave them out, or write " + builtIn.labels());
    }
    return labels;
  }

  /** Returns the buckets of a section in seconds; none if they are missing or wrong. */
  public static List<Double> buckets(Section section) {
    List<Double> buckets = new ArrayList<>();
    double last = 0;
    for (Leaf leaf : section.leaves("buckets", BUCKETS)) {
      double bound = decimal(leaf.text());
      // 1e9 s are 30 years; the histogram counts nanoseconds in 63 bits
      if (!(bound > last) || bound > 1e9 || buckets.size() == 100) {
        section.wrong("buckets", BUCKETS, leaf);
        return List.of();
      }
      buckets.add(bound);
      last = bound;
    }
    return buckets;
  }

  /** Returns the value of a plain decimal number, or NaN for any other text. */
  public static double decimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.eE+-".indexOf(text.charAt(i)) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
