package io.heddle.agent.rule.reader;

import io.heddle.agent.family.BuiltInFamilies;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.OutcomeSpec;
import io.heddle.agent.rule.OutermostSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.Glob;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.NeverWoven;
import io.heddle.agent.rule.pattern.PatternSyntax;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.agent.yaml.YamlTraps;
import io.heddle.registry.family.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code rules} of a configuration or of a pack. */
public final class RuleReader {
  /** The form of ids and of names of units, for messages. */
  public static final String ID = "[A-Za-z0-9_.-]+";

  private static final String CLASSES = "a class name or glob";
  private static final String CONDITION =
      "a condition: a path such as $return.isError, or a path == or != a literal";

  private final Map<String, FamilyConfig> families;
  private final Problems problems;
  private final boolean pack;
  private final Set<String> ids = new TreeSet<>();
  private @Nullable GaugeReader gauges; // not loaded where no rule feeds one

  /**
   * Creates a reader.
   *
   * @param families families that rules may name
   * @param pack true: adapters and classes of the JDK are allowed
   */
  public RuleReader(Map<String, FamilyConfig> families, Problems problems, boolean pack) {
    this.families = families;
    this.problems = problems;
    this.pack = pack;
  }

  /** Reads all rules; errors go to the problems. */
  public List<RuleSpec> read(Section top) {
    List<Entries> maps = top.maps("rules", "a list of rules, each a map");
    if (maps.isEmpty()) {
      return List.of();
    }
    List<RuleSpec> rules = new ArrayList<>();
    for (Entries map : maps) {
      if (problems.full()) {
        break;
      }
      rules.add(rule(map, maps));
    }
    return Collections.unmodifiableList(rules);
  }

  private RuleSpec rule(Entries map, List<Entries> all) {
    Section section = new Section(map, "rules", problems);
    String id = id(section, map);
    MethodSelector selector = selector(section);
    MethodPattern method = selector.method();
    String guard = pack ? PackRuleReader.guard(section) : null;
    boolean outermost = guard != null || section.flag("outermost", false);
    boolean gauge = !pack && section.tree("gauge") != null;
    FamilyConfig family = gauge ? gauges(all).family() : familyOrBox(section);
    Map<String, ValueSpec> labels = labels(section, id, family, method);
    Map<Outcome, ConditionSpec> outcome = outcome(section, method);
    MeasureRun run = new MeasureRun(family.name(), labels);
    PackRuleReader.Keys keys =
        pack
            ? new PackRuleReader(problems).read(section, method, run)
            : new PackRuleReader.Keys(false, List.of(), List.of(), List.of(), run);
    RuleAction action =
        gauge
            ? gauges(all).read(section, method, labels)
            : stageOrError(section, method, labels, keys.action());
    section.done();
    if (section.tree("type") == null && section.tree("annotated") == null) {
      problems.add(map.at(), "rule '" + id + "' needs type or annotated");
    }
    return new RuleSpec(
        id,
        selector,
        outermost ? new OutermostSpec(guard, keys.guards()) : null,
        new OutcomeSpec(outcome, keys.thrown()),
        keys.when(),
        keys.optional(),
        action);
  }

  private MethodSelector selector(Section section) {
    TypePattern type = type(section);
    boolean subtypes = section.flag("subtypes", false);
    String annotated = annotated(section);
    MethodPattern method = parsed(section, "method", "a method name or glob", MethodPattern::parse);
    return new MethodSelector(type, subtypes, annotated, method, exclude(section));
  }

  /**
   * Reads a stage and a runner error.
   *
   * @param otherwise the action of a rule that has neither
   */
  private RuleAction stageOrError(
      Section section,
      @Nullable MethodPattern method,
      Map<String, ValueSpec> labels,
      RuleAction otherwise) {
    StageAction stage = new StageReader(section, method, pack).read(labels);
    RuleAction error =
        RunnerErrorReader.isRunnerError(section)
            ? RunnerErrorReader.read(section, stage, labels)
            : null;
    if (error != null) {
      return error;
    }
    return stage == null ? otherwise : stage;
  }

  private FamilyConfig familyOrBox(Section section) {
    if (StageReader.isStage(section)) {
      return StageReader.BOX;
    }
    return RunnerErrorReader.isRunnerError(section) ? RunnerErrorReader.RUNNER : family(section);
  }

  private GaugeReader gauges(List<Entries> all) {
    GaugeReader known = gauges;
    if (known == null) {
      known = new GaugeReader(all, families, problems);
      gauges = known;
    }
    return known;
  }

  private String id(Section section, Entries map) {
    Leaf id = section.leaf("id", "a name: " + ID);
    if (id == null) {
      if (section.tree("id") == null) {
        problems.add(map.at(), "a rule needs an id: " + ID + ", unique");
      }
      return "?";
    }
    if (!isId(id.text())) {
      section.wrong("id", "a name: " + ID, id);
    } else if (!ids.add(id.text())) {
      section.problem(id, "id", "'" + id.text() + "' is used by an earlier rule; ids are unique");
    }
    return id.text();
  }

  /** Returns true if the text can be the id of a rule or the name of a unit. */
  public static boolean isId(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!word && c != '_' && c != '.' && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= Glob.LONGEST;
  }

  private @Nullable TypePattern type(Section section) {
    TypePattern type = parsed(section, "type", CLASSES, TypePattern::parse);
    YamlNode written = section.tree("type");
    String reason = type == null || pack ? null : NeverWoven.refusal(type);
    if (reason != null && written != null) {
      section.problem(written, "type", reason);
    }
    return type;
  }

  private @Nullable String annotated(Section section) {
    return parsed(
        section,
        "annotated",
        "the exact name of an annotation",
        text -> {
          PatternSyntax.className(text.startsWith("@") ? text.substring(1) : text, false);
          return text.startsWith("@") ? text.substring(1) : text;
        });
  }

  static <T> @Nullable T parsed(
      Section section, String key, String allowed, Function<String, T> parser) {
    Leaf leaf = section.leaf(key, allowed);
    return leaf == null ? null : parsed(section, key, leaf, parser);
  }

  static <T> @Nullable T parsed(
      Section section, String key, Leaf leaf, Function<String, T> parser) {
    try {
      return parser.apply(leaf.text());
    } catch (IllegalArgumentException e) {
      section.problem(leaf, key, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static List<TypePattern> exclude(Section section) {
    List<TypePattern> out = new ArrayList<>();
    for (Leaf leaf : section.leaves("exclude", "a list of class names or globs")) {
      TypePattern pattern = parsed(section, "exclude", leaf, TypePattern::parse);
      if (pattern != null) {
        out.add(pattern);
      }
    }
    return out;
  }

  private FamilyConfig family(Section section) {
    Leaf leaf = section.leaf("family", "the name of a family");
    String name = leaf == null ? BuiltInFamilies.CALL : leaf.text();
    FamilyConfig family = families.get(name);
    if (family != null) {
      return family;
    }
    if (leaf != null) {
      section.problem(
          leaf,
          "family",
          "'"
              + Messages.brief(name)
              + "' is not known"
              + Messages.allowed(name, families.keySet()));
    }
    // labels of a family that is not known cannot be judged: every label would be wrong again
    return new FamilyConfig(name, name, List.of("*"), List.of());
  }

  private Map<String, ValueSpec> labels(
      Section section, String id, FamilyConfig family, @Nullable MethodPattern method) {
    Map<String, ValueSpec> labels = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : section.open("labels").entrySet()) {
      String label = entry.getKey();
      if (!family.labels().contains(label) && !family.labels().contains("*")) {
        wrongLabel(entry.getValue(), label, family);
      } else if (pack || entry.getValue().value() instanceof Leaf) {
        ValueSpec value =
            PackRuleReader.value(
                section,
                "labels." + label,
                entry.getValue(),
                method,
                pack ? ValueSpec::parseDeep : ValueSpec::parse);
        if (value != null) {
          labels.put(label, value);
        }
      } else {
        section.wrong("labels." + label, "a path or text", entry.getValue().value());
      }
    }
    if (family.name().equals(BuiltInFamilies.CALL)) {
      labels.putIfAbsent(BuiltInFamilies.RULE_LABEL, ValueSpec.constant(id));
      labels.putIfAbsent(BuiltInFamilies.CLASS_LABEL, ValueSpec.parse("$class"));
      labels.putIfAbsent(BuiltInFamilies.METHOD_LABEL, ValueSpec.parse("$method"));
    }
    return labels;
  }

  private void wrongLabel(Entry entry, String label, FamilyConfig family) {
    boolean split = entry.value() instanceof Leaf leaf && leaf.text().isEmpty();
    String what =
        split || YamlTraps.looksSplit(label)
            ? ": inside { } a value that holds ',' or '[' must be quoted"
            : family.labels().isEmpty()
                ? "; it has none"
                : Messages.allowed(label, family.labels());
    problems.add(
        entry.keyAt(),
        "'" + Messages.brief(label) + "' is not a label of family " + family.name() + what);
  }

  static boolean fits(
      Section section, String key, Leaf leaf, ValueSpec value, @Nullable MethodPattern method) {
    List<String> types = method == null ? null : method.parameterTypes();
    if (types == null || value.argument() <= types.size()) {
      return true;
    }
    section.problem(
        leaf,
        key,
        "asks for argument " + value.argument() + " but " + method + " has " + types.size());
    return false;
  }

  private Map<Outcome, ConditionSpec> outcome(Section section, @Nullable MethodPattern method) {
    Section conditions = section.section("outcome", "rules.outcome");
    Map<Outcome, ConditionSpec> out = new EnumMap<>(Outcome.class);
    for (Outcome outcome : OutcomeSpec.ORDER) {
      String key = outcome.label();
      Leaf leaf = conditions.leaf(key, CONDITION);
      ConditionSpec condition =
          leaf == null ? null : parsed(conditions, key, leaf, ConditionSpec::parse);
      if (leaf != null
          && condition != null
          && fits(conditions, key, leaf, condition.value(), method)) {
        out.put(outcome, condition);
      }
    }
    conditions.done();
    return out;
  }
}
