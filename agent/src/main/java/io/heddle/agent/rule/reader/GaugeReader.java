package io.heddle.agent.rule.reader;

import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.family.FamilyReader;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.PackRule;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.snapshot.MetricNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code gauge} of a rule, whose method is no run but sets or changes a gauge, into values
 * for an adapter.
 */
final class GaugeReader {
  private static final String VALUE = "a path such as $return, or a number";
  private static final String NUMBERS = "a map from texts to numbers";
  private static final List<String> OF_RUNS =
      List.of("family", "outcome", "stage", "box", "pid", "sent", "received");
  private static final List<String> FED_BY_RUNS =
      List.of("_started", "_completed", "_errors", "_duration_seconds", "_in_flight");
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
   * Reads the gauge into the part of the rule that calls an adapter.
   *
   * @param labels labels of the rule, which become those of the gauge
   */
  PackRule read(Section rule, @Nullable MethodPattern method, Map<String, ValueSpec> labels) {
    Entries map = rule.entries("gauge");
    if (map == null) {
      return PackRule.NONE;
    }
    for (String key : OF_RUNS) {
      if (rule.tree(key) != null) {
        rule.problem(map, "gauge", "makes the method feed a gauge and not a run: leave out " + key);
      }
    }
    Section section = new Section(map, "rules.gauge", problems);
    Map<String, ValueSpec> with = new LinkedHashMap<>();
    String name = name(section, map, labels.keySet());
    with.put("name", ValueSpec.constant(name));
    section.text("help", "a sentence");
    String help = helps.get(name);
    with.put("help", ValueSpec.constant(help == null ? "The gauge " + name + " of rules" : help));
    boolean adds = section.tree("add") != null;
    if (adds == (section.tree("set") != null)) {
      problems.add(map.at(), "a gauge needs either set or add");
    }
    if (!adds) {
      numbers(section, with);
    } else if (section.tree("values") != null) {
      section.problem(map, "values", "belongs to set: what is added is a number");
    }
    ValueSpec value = value(section, adds ? "add" : "set", method, with);
    if (value != null) {
      with.put("value", value);
    }
    section.done();
    checkLabels(rule);
    for (Map.Entry<String, ValueSpec> label : labels.entrySet()) {
      with.put("label." + label.getKey(), label.getValue());
    }
    return PackRule.told(adds ? AdapterEvent.GAUGE_ADD : AdapterEvent.GAUGE_SET, with);
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

  private static void numbers(Section section, Map<String, ValueSpec> with) {
    for (Map.Entry<String, Entry> entry : section.open("values").entrySet()) {
      String key = "values." + entry.getKey();
      if (entry.getValue().value() instanceof Leaf leaf && isNumber(leaf.text())) {
        with.put("number." + entry.getKey(), ValueSpec.constant(leaf.text()));
      } else {
        section.wrong(key, "a number: values is " + NUMBERS, entry.getValue().value());
      }
    }
  }

  private static @Nullable ValueSpec value(
      Section section, String key, @Nullable MethodPattern method, Map<String, ValueSpec> with) {
    Leaf leaf = section.leaf(key, VALUE);
    ValueSpec value = leaf == null ? null : RuleReader.parsed(section, key, leaf, ValueSpec::parse);
    if (leaf == null || value == null || !RuleReader.fits(section, key, leaf, value, method)) {
      return null;
    }
    boolean constant = value.root() == ValueSpec.Root.CONSTANT;
    if (constant && !isNumber(value.text()) && !with.containsKey("number." + value.text())) {
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
