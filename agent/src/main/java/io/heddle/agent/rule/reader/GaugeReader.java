package io.heddle.agent.rule.reader;

import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.family.FamilyReader;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.snapshot.MetricNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code gauge} of a rule, whose method is no run but sets or changes a gauge. */
final class GaugeReader {
  /** Stands in for a value that is wrong: the problem is reported, and no rule is used. */
  private static final ValueSpec NO_VALUE = ValueSpec.constant("0");

  private static final String VALUE = "a path such as $return, or a number";
  private static final String NUMBERS = "a map from texts to numbers";
  private static final List<String> OF_RUNS =
      List.of("family", "outcome", "stage", "box", "pid", "sent", "received");
  private static final List<String> FED_BY_RUNS =
      List.of(
          "_started",
          "_completed",
          "_errors",
          "_duration_seconds",
          "_in_flight",
          "_oldest_seconds");
  private static final Set<String> FED_BY_PACKS =
      Set.of("llm_tokens", "exec_sent_bytes", "exec_received_bytes");

  private final Map<String, FamilyConfig> families;
  private final Problems problems;
  private final Map<String, String> helps = new HashMap<>();
  private final Map<String, Set<String>> labelsOf = new HashMap<>();

  /**
   * Creates a reader.
   *
   * @param rules all of the file: the first help of a gauge is that of every rule that feeds it
   * @param families whose names a gauge must not take
   */
  GaugeReader(List<Entries> rules, Map<String, FamilyConfig> families, Problems problems) {
    this.families = families;
    this.problems = problems;
    for (Entries rule : rules) {
      Entry gauge = rule.map().get("gauge");
      if (gauge != null && gauge.value() instanceof Entries map) {
        String name = text(map, "name");
        String help = text(map, "help");
        if (name != null && help != null) {
          helps.putIfAbsent(name, help);
        }
      }
    }
  }

  private static @Nullable String text(Entries map, String key) {
    Entry entry = map.map().get(key);
    return entry != null && entry.value() instanceof Leaf leaf && !leaf.isNothing()
        ? leaf.text()
        : null;
  }

  /** Returns the stand-in for the family of such a rule: a gauge may have any label. */
  FamilyConfig family() {
    return new FamilyConfig("gauge", "gauge", List.of("*"), List.of());
  }

  /**
   * Reads the gauge of a rule.
   *
   * @param labels labels of the rule, which become those of the gauge
   */
  FeedGauge read(Section rule, @Nullable MethodPattern method, Map<String, ValueSpec> labels) {
    Entries map = rule.entries("gauge");
    if (map == null) {
      return new FeedGauge("?", "", FeedGauge.Change.SET, NO_VALUE, labels, Map.of());
    }
    for (String key : OF_RUNS) {
      if (rule.tree(key) != null) {
        rule.problem(map, "gauge", "makes the method feed a gauge and not a run: leave out " + key);
      }
    }
    Section section = new Section(map, "rules.gauge", problems);
    String name = name(section, map, labels.keySet());
    section.text("help", "a sentence");
    String help = helps.get(name);
    boolean adds = section.tree("add") != null;
    if (adds == (section.tree("set") != null)) {
      problems.add(map.at(), "a gauge needs either set or add");
    }
    Map<String, Double> numbers = adds ? Map.of() : numbers(section);
    if (adds && section.tree("values") != null) {
      section.problem(map, "values", "belongs to set: what is added is a number");
    }
    ValueSpec value = value(section, adds ? "add" : "set", method, numbers);
    section.done();
    checkLabels(rule);
    return new FeedGauge(
        name,
        help == null ? "The gauge " + name + " of rules" : help,
        adds ? FeedGauge.Change.ADD : FeedGauge.Change.SET,
        value == null ? NO_VALUE : value,
        labels,
        numbers);
  }

  private String name(Section section, Entries map, Set<String> labels) {
    Leaf leaf = section.leaf("name", "a name: " + MetricNames.RULE);
    if (leaf == null) {
      if (section.tree("name") == null) {
        problems.add(map.at(), "a gauge needs a name: " + MetricNames.RULE);
      }
      return "?";
    }
    String name = leaf.text();
    try {
      MetricNames.gauge(name);
    } catch (IllegalArgumentException e) {
      problems.add(leaf.at(), String.valueOf(e.getMessage()));
    }
    String family = familyThatExports(name);
    if (family != null) {
      section.problem(leaf, "name", "'" + name + "' is exported by family " + family + " already");
    }
    Set<String> before = labelsOf.putIfAbsent(name, new TreeSet<>(labels));
    if (before != null && !before.equals(labels)) {
      section.problem(
          leaf,
          "name",
          "'"
              + name
              + "' has labels "
              + before
              + " in an earlier rule: all its rules need the same");
    }
    return name;
  }

  private @Nullable String familyThatExports(String name) {
    for (String end : FED_BY_RUNS) {
      String family =
          name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name + "?";
      if (families.containsKey(family)) {
        return family;
      }
    }
    return FED_BY_PACKS.contains(name) ? name.substring(0, name.indexOf('_')) : null;
  }

  private static Map<String, Double> numbers(Section section) {
    Map<String, Double> numbers = new HashMap<>();
    for (Map.Entry<String, Entry> entry : section.open("values").entrySet()) {
      String key = "values." + entry.getKey();
      if (entry.getValue().value() instanceof Leaf leaf && isNumber(leaf.text())) {
        numbers.put(entry.getKey(), Double.valueOf(leaf.text()));
      } else {
        section.wrong(key, "a number: values is " + NUMBERS, entry.getValue().value());
      }
    }
    return numbers;
  }

  private static @Nullable ValueSpec value(
      Section section, String key, @Nullable MethodPattern method, Map<String, Double> numbers) {
    Leaf leaf = section.leaf(key, VALUE);
    ValueSpec value = leaf == null ? null : RuleReader.parsed(section, key, leaf, ValueSpec::parse);
    if (leaf == null || value == null || !RuleReader.fits(section, key, leaf, value, method)) {
      return null;
    }
    boolean constant = value.root() == ValueSpec.Root.CONSTANT;
    if (constant && !isNumber(value.text()) && !numbers.containsKey(value.text())) {
      section.wrong(key, VALUE, leaf);
      return null;
    }
    return value;
  }

  private static boolean isNumber(String text) {
    return Double.isFinite(FamilyReader.decimal(text));
  }

  private void checkLabels(Section rule) {
    for (Map.Entry<String, Entry> label : rule.open("labels").entrySet()) {
      try {
        MetricNames.label(label.getKey());
      } catch (IllegalArgumentException e) {
        problems.add(label.getValue().keyAt(), String.valueOf(e.getMessage()));
      }
    }
  }
}
