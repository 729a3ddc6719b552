package io.heddle.agent.rule.reader;

import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.Stages;
import io.heddle.registry.snapshot.MetricNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code stage} of a rule and the keys that belong to it: which stage the method is, and of
 * which box. Five words name no stages but events in the life of a box.
 */
final class StageReader {
  /** The stand-in for the family of a stage: the labels of a box that is created or used. */
  static final FamilyConfig BOX =
      new FamilyConfig("box", "Boxes", List.of("runner", "name"), List.of());

  private static final String ALLOWED =
      "a name: " + MetricNames.RULE + ", or one of create, boot, command, io and end; or a path";

  private static final List<String> EVENTS = List.of("create", "boot", "command", "io", "end");

  /** Stands in for a box that is missing: the problem is reported, and no rule is used. */
  private static final ValueSpec NO_BOX = ValueSpec.constant("");

  private static final List<String> KEYS = List.of("box", "pid", "sent", "received");

  private final Section section;
  private final @Nullable MethodPattern method;
  private final boolean pack;

  StageReader(Section section, @Nullable MethodPattern method, boolean pack) {
    this.section = section;
    this.method = method;
    this.pack = pack;
  }

  /** Returns true if the rule is about a stage; its labels are then those of {@link #BOX}. */
  static boolean isStage(Section section) {
    return section.tree("stage") != null;
  }

  /**
   * Reads the stage of a rule; null if there is none or, with a problem, no text.
   *
   * @param labels labels of {@link #BOX}
   */
  @Nullable StageAction read(Map<String, ValueSpec> labels) {
    Leaf stage = section.leaf("stage", ALLOWED);
    if (stage == null) {
      none();
      return null;
    }
    if (section.tree("family") != null) {
      section.problem(stage, "stage", "makes the method a stage and not a run: leave out family");
    }
    Map<String, ValueSpec> values = new LinkedHashMap<>(labels);
    for (String key : KEYS) {
      Leaf leaf = section.leaf(key, "a path");
      ValueSpec value = leaf == null ? null : value(key, leaf);
      if (leaf != null && value != null && value.root() == ValueSpec.Root.CONSTANT) {
        section.wrong(key, "a path such as $this or $1", leaf);
      } else if (value != null) {
        values.put(key, value);
      }
    }
    boolean event = EVENTS.contains(stage.text());
    ValueSpec name = event ? null : value("stage", stage);
    check(stage, event, values);
    return action(stage.text(), name, values);
  }

  private static StageAction action(
      String text, @Nullable ValueSpec name, Map<String, ValueSpec> values) {
    ValueSpec given = values.get("box");
    ValueSpec box = given == null ? NO_BOX : given;
    ValueSpec runner = values.get("runner");
    ValueSpec pid = values.get("pid");
    ValueSpec sent = values.get("sent");
    ValueSpec received = values.get("received");
    return switch (text) {
      case "create" -> new StageAction.CreateBox(box, runner, values.get("name"), pid);
      case "boot" -> new StageAction.BootBox(given, pid);
      case "command" -> new StageAction.RunCommand(box, runner, sent, received);
      case "io" -> new StageAction.TransferBytes(box, runner, sent, received);
      case "end" -> new StageAction.EndBox(box);
      default -> new StageAction.TimeStage(name == null ? ValueSpec.constant(text) : name, given);
    };
  }

  private @Nullable ValueSpec value(String key, Leaf leaf) {
    Function<String, ValueSpec> parser = pack ? ValueSpec::parseDeep : ValueSpec::parse;
    ValueSpec value = RuleReader.parsed(section, key, leaf, parser);
    return value != null && RuleReader.fits(section, key, leaf, value, method) ? value : null;
  }

  private void check(Leaf stage, boolean event, Map<String, ValueSpec> values) {
    String text = stage.text();
    if (!event && !text.startsWith("$") && !MetricNames.isName(text)) {
      section.wrong("stage", ALLOWED, stage);
    }
    if (text.equals(Stages.UNATTRIBUTED)) {
      section.problem(stage, "stage", "is what the stages leave over: choose another name");
    }
    boolean ofBox = event && !text.equals("boot");
    if (ofBox && section.tree("box") == null) {
      section.problem(
          stage, "stage", text + " needs box: a path to the box, such as $this, or to its id");
    }
    ValueSpec box = values.get("box");
    if (box != null && box.knownAtEnd() && !ofBox) {
      section.problem(
          stage, "stage", "begins before its box is known: box must not be " + box.text());
    }
    boolean bytes = text.equals("command") || text.equals("io");
    for (String key : List.of("sent", "received")) {
      if (values.containsKey(key) && !bytes) {
        section.problem(stage, "stage", text + " has no " + key + ": only command and io have");
      }
    }
    if (text.equals("io") && section.tree("sent") == null && section.tree("received") == null) {
      section.problem(stage, "stage", "io needs sent or received: a number of bytes");
    }
    boolean met = bytes || text.equals("create") || RunnerErrorReader.isRunnerError(section);
    if ((values.containsKey("runner") && !met)
        || (values.containsKey("name") && !text.equals("create"))) {
      section.problem(
          stage,
          "stage",
          text + " has no such label: create has runner and name, command and io runner");
    }
    boolean process = text.equals("create") || text.equals("boot");
    if (values.containsKey("pid") && !process) {
      section.problem(stage, "stage", text + " has no pid: only create and boot have");
    }
  }

  /** Reports the keys that mean nothing without {@code stage}. */
  private void none() {
    for (String key : KEYS) {
      Leaf leaf = section.leaf(key, "a path");
      if (leaf != null) {
        section.problem(leaf, key, "belongs to stage, which this rule has not");
      }
    }
  }
}
