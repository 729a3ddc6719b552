package io.heddle.agent.rule.reader;

import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.LinkSpec;
import io.heddle.agent.rule.ResultSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Items;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.snapshot.MetricNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a pack's rule that say which calls are runs, and what results mean. */
final class RunReader {
  private final Problems problems;

  RunReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads the meanings of results. */
  List<ResultSpec> returned(Section section) {
    List<ResultSpec> returned = new ArrayList<>();
    for (Entries map : section.maps("returned", "a list of maps")) {
      ResultSpec one = returned(map);
      if (one != null) {
        returned.add(one);
      }
    }
    return returned;
  }

  private @Nullable ResultSpec returned(Entries map) {
    Section section = new Section(map, "rules.returned", problems);
    ConditionSpec when =
        RuleReader.parsed(section, "when", "a condition", ConditionSpec::parseDeep);
    Outcome outcome = PackRuleReader.outcome(section, map, problems);
    String errorType = PackRuleReader.errorType(section, map, problems);
    section.done();
    if (outcome == Outcome.SUCCESS) {
      problems.add(map.at(), "an entry of returned is no success; outcome says what one is");
      return null;
    }
    return outcome == null ? null : new ResultSpec(when, outcome, errorType);
  }

  /** Reads the link to calls on other threads; null if there is none or a wrong one. */
  @Nullable LinkSpec link(Section rule, @Nullable MethodPattern method) {
    Entries map = rule.entries("link");
    if (map == null) {
      return null;
    }
    Section section = new Section(map, "rules.link", problems);
    String name = section.text("name", "a name");
    if (name == null || !MetricNames.isName(name)) {
      problems.add(map.at(), "link needs name");
    }
    List<ValueSpec> known = paths(section, "known", method);
    List<ValueSpec> part = paths(section, "part", method);
    section.done();
    return name == null ? null : new LinkSpec(name, known, part);
  }

  private static List<ValueSpec> paths(
      Section section, String key, @Nullable MethodPattern method) {
    List<ValueSpec> paths = new ArrayList<>();
    for (Leaf leaf : section.leaves(key, "a path or a list of them")) {
      ValueSpec path = RuleReader.parsed(section, key, leaf, ValueSpec::parseDeep);
      if (path != null && RuleReader.fits(section, key, leaf, path, method)) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** Returns all guards of {@code outermost} but the first. */
  static List<String> guards(Section section) {
    List<String> guards = new ArrayList<>();
    if (section.tree("outermost") instanceof Items list) {
      for (int i = 1; i < list.items().size(); i++) {
        if (list.items().get(i) instanceof Leaf leaf && MetricNames.isName(leaf.text())) {
          guards.add(leaf.text());
        } else {
          section.wrong("outermost", "the name of a guard, or a list of them", list.items().get(i));
        }
      }
    }
    return guards;
  }
}
