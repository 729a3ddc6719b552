package io.heddle.agent.rule.reader;

import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.PackRule;
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
 * which box. Five words name no stages but moments in the life of a box.
 */
final class StageReader {
  /** The stand-in for the family of a stage: the labels of a box that is created or used. */
  static final FamilyConfig BOX =
      new FamilyConfig("box", "Boxes", List.of("runner", "name"), List.of());

  private static final String ALLOWED =
      "a name: " + MetricNames.RULE + ", or one of create, boot, command, io and end; or a path";

  private static final Map<String, AdapterEvent> MOMENTS =
      Map.of(
          "create", AdapterEvent.BOX_CREATE,
          "boot", AdapterEvent.BOX_BOOT,
          "command", AdapterEvent.BOX_COMMAND,
          "io", AdapterEvent.BOX_IO,
          "end", AdapterEvent.BOX_END);

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

  /** Returns the stage as written, or null if there is none. */
  @Nullable String stage() {
    Leaf stage = section.leaf("stage", ALLOWED);
    return stage == null ? null : stage.text();
  }

  /**
   * Returns the rule for the weaver: with a stage, its method calls an adapter.
   *
   * @param labels labels of {@link #BOX}
   */
  PackRule read(PackRule rule, Map<String, ValueSpec> labels) {
    Leaf stage = section.leaf("stage", ALLOWED);
    if (stage == null) {
      none();
      return rule;
    }
    if (section.tree("family") != null) {
      section.problem(stage, "stage", "makes the method a stage and not a run: leave out family");
    }
    AdapterEvent moment = MOMENTS.get(stage.text());
    Map<String, ValueSpec> with = new LinkedHashMap<>(labels);
    for (String key : KEYS) {
      Leaf leaf = section.leaf(key, "a path");
      ValueSpec value = leaf == null ? null : value(key, leaf);
      if (leaf != null && value != null && value.root() == ValueSpec.Root.CONSTANT) {
        section.wrong(key, "a path such as $this or $1", leaf);
      } else if (value != null) {
        with.put(key, value);
      }
    }
    if (moment == null) {
      ValueSpec name = value("stage", stage);
      if (name != null) {
        with.put("stage", name);
      }
    }
    check(stage, moment, with);
    return rule.withAdapter(moment == null ? AdapterEvent.STAGE : moment, with);
  }

  private @Nullable ValueSpec value(String key, Leaf leaf) {
    Function<String, ValueSpec> parser = pack ? ValueSpec::parseDeep : ValueSpec::parse;
    ValueSpec value = RuleReader.parsed(section, key, leaf, parser);
    return value != null && RuleReader.fits(section, key, leaf, value, method) ? value : null;
  }

  private void check(Leaf stage, @Nullable AdapterEvent moment, Map<String, ValueSpec> with) {
    String text = stage.text();
    if (moment == null && !text.startsWith("$") && !MetricNames.isName(text)) {
      section.wrong("stage", ALLOWED, stage);
    }
    if (text.equals(Stages.UNATTRIBUTED)) {
      section.problem(stage, "stage", "is what the stages leave over: choose another name");
    }
    boolean ofBox = moment != null && !text.equals("boot");
    if (ofBox && section.tree("box") == null) {
      section.problem(
          stage, "stage", text + " needs box: a path to the box, such as $this, or to its id");
    }
    ValueSpec box = with.get("box");
    if (box != null && box.knownAtEnd() && (moment == null || !ofBox)) {
      section.problem(
          stage, "stage", "begins before its box is known: box must not be " + box.text());
    }
    boolean bytes = text.equals("command") || text.equals("io");
    for (String key : List.of("sent", "received")) {
      if (with.containsKey(key) && !bytes) {
        section.problem(stage, "stage", text + " has no " + key + ": only command and io have");
      }
    }
    if (text.equals("io") && section.tree("sent") == null && section.tree("received") == null) {
      section.problem(stage, "stage", "io needs sent or received: a number of bytes");
    }
    boolean met = bytes || text.equals("create") || RunnerErrorReader.isRunnerError(section);
    if ((with.containsKey("runner") && !met)
        || (with.containsKey("name") && !text.equals("create"))) {
      section.problem(
          stage,
          "stage",
          text + " has no such label: create has runner and name, command and io runner");
    }
    boolean process = text.equals("create") || text.equals("boot");
    if (with.containsKey("pid") && !process) {
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
