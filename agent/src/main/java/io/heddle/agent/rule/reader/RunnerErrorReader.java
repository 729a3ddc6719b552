package io.heddle.agent.rule.reader;

import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode.Leaf;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code runner_error} of a rule: the method sets up or tears down a runner, and when it does
 * not end well that is an error of this kind.
 */
final class RunnerErrorReader {
  /** The stand-in for the family of a rule that has no stage: the labels that it may have. */
  static final FamilyConfig RUNNER =
      new FamilyConfig("runner", "Errors of runners", List.of("runner"), List.of());

  static final String KEY = "runner_error";

  private static final List<String> KINDS =
      List.of(
          "cgroup_prepare_failed", "backend_config_failed", "spawn_failed", "module_load_failed");

  private RunnerErrorReader() {}

  static boolean isRunnerError(Section section) {
    return section.tree(KEY) != null;
  }

  /**
   * Reads the error of a rule; null if there is none or, with a problem, a wrong one.
   *
   * @param stage the stage that the method is besides; null: none
   * @param labels labels of the rule
   */
  static @Nullable CountRunnerError read(
      Section section, @Nullable StageAction stage, Map<String, ValueSpec> labels) {
    Leaf kind = section.leaf(KEY, "a kind of error");
    if (kind == null) {
      return null;
    }
    if (!KINDS.contains(kind.text())) {
      String allowed = Messages.allowed(kind.text(), new TreeSet<>(KINDS));
      section.problem(kind, KEY, "'" + Messages.brief(kind.text()) + "' is none" + allowed);
      return null;
    }
    if (!StageReader.isStage(section) && section.tree("family") != null) {
      section.problem(kind, KEY, "makes the method part of a runner and no run: leave out family");
    }
    return new CountRunnerError(kind.text(), labels.get("runner"), stage);
  }
}
