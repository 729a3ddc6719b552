package io.heddle.agent.pack;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.PatternSyntax;
import io.heddle.agent.rule.reader.RuleReader;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.agent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the files {@code packs/*.yaml}. Thread-safe. */
public final class PackParser {
  private PackParser() {}

  /**
   * Parses one pack.
   *
   * @param fileName name for messages
   * @param yaml the text of the file
   * @throws ConfigException if anything is wrong
   */
  public static PackSpec parse(String fileName, String yaml) throws ConfigException {
    Problems problems = new Problems();
    Entries root = YamlReader.parse(fileName, yaml, problems);
    Section top = new Section(root, "", problems);
    String name = required(top, root, "pack", problems);
    String library = required(top, root, "library", problems);
    String versions = required(top, root, "versions", problems);
    String counts = required(top, root, "counts", problems);
    List<String> labels = new ArrayList<>();
    for (Leaf label : top.leaves("labels", "a list of texts")) {
      labels.add(label.text());
    }
    String trigger = trigger(top);
    List<String> wake = wake(top);
    List<RuleSpec> rules = new RuleReader(BuiltInFamilies.all(), problems, true).read(top);
    top.done();
    if (rules.isEmpty()) {
      problems.add(root.at(), "a pack needs rules");
    }
    problems.throwIfAny();
    return new PackSpec(name, library, versions, counts, labels, trigger, wake, rules);
  }

  private static String required(Section top, Entries root, String key, Problems problems) {
    String text = top.text(key, "text");
    if (text == null) {
      problems.add(root.at(), "a pack needs " + key);
      return "?";
    }
    return text;
  }

  private static @Nullable String trigger(Section top) {
    Leaf leaf = top.leaf("trigger", "a class name");
    if (leaf == null) {
      return null;
    }
    checkName(top, leaf, "trigger", false);
    return leaf.text();
  }

  private static List<String> wake(Section top) {
    List<String> wake = new ArrayList<>();
    for (Leaf name : top.leaves("wake", "a list of class names or globs")) {
      checkName(top, name, "wake", true);
      wake.add(name.text());
    }
    return wake;
  }

  private static void checkName(Section top, Leaf leaf, String key, boolean glob) {
    try {
      PatternSyntax.className(leaf.text(), glob);
    } catch (IllegalArgumentException e) {
      top.problem(leaf, key, String.valueOf(e.getMessage()));
    }
  }
}
