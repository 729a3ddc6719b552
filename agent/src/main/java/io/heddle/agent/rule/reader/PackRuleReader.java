package io.heddle.agent.rule.reader;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.ConditionSpec;
import io.heddle.agent.rule.ExceptionSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.CompletePendingRun;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.ResumeCoroutine;
import io.heddle.agent.rule.RuleAction.RunEnd;
import io.heddle.agent.rule.RuleAction.TransferLink;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Items;
import io.heddle.agent.yaml.YamlNode.Leaf;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.snapshot.MetricNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the keys that only a rule of a pack has. */
final class PackRuleReader {
  private static final Set<String> ERROR_TYPES =
      Set.of(
          "start_failed",
          "exit_nonzero",
          "signal",
          "timeout",
          "canceled",
          "tool_error",
          "trap",
          "not_found",
          "conflict",
          "rate_limited",
          "auth",
          "io",
          "protocol");

  private final Problems problems;
  private final RunReader runs;

  PackRuleReader(Problems problems) {
    this.problems = problems;
    this.runs = new RunReader(problems);
  }

  /**
   * The keys of one rule that only packs have.
   *
   * @param optional true: the library may lack the class or the method
   * @param thrown meanings of exceptions
   * @param when conditions for a call to count
   * @param guards names of further guards than the first
   * @param action the action, unless the rule has a stage or a runner error
   */
  record Keys(
      boolean optional,
      List<ExceptionSpec> thrown,
      List<ConditionSpec> when,
      List<String> guards,
      RuleAction action) {}

  /**
   * Reads these keys.
   *
   * @param run the run that a call is as far as the other keys say, for a rule that is about runs
   */
  Keys read(Section section, @Nullable MethodPattern method, MeasureRun run) {
    AdapterEvent event = adapter(section);
    boolean optional = section.flag("optional", false);
    boolean publisher = section.flag("publisher", false);
    List<ExceptionSpec> thrown = new ArrayList<>();
    for (Entries map : section.maps("thrown", "a list of maps with type")) {
      ExceptionSpec spec = thrown(map);
      if (spec != null) {
        thrown.add(spec);
      }
    }
    ValueSpec on = path(section, "on");
    Map<String, ValueSpec> with = values(section, "with", method);
    List<ConditionSpec> when = conditions(section, method);
    ValueSpec key = path(section, "key");
    RuleAction action = ends(section);
    MeasureRun measured =
        new MeasureRun(
            run.family(),
            run.labels(),
            end(publisher, key),
            values(section, "tokens", method),
            runs.returned(section),
            runs.link(section, method));
    if (action == null) {
      action = event == null ? measured : notify(section, event, on, with);
    }
    return new Keys(optional, thrown, when, RunReader.guards(section), action);
  }

  private static RunEnd end(boolean publisher, @Nullable ValueSpec key) {
    if (publisher) {
      return new RunEnd.Subscription();
    }
    return key == null ? new RunEnd.Method() : new RunEnd.Completion(key);
  }

  private static RuleAction notify(
      Section section, AdapterEvent event, @Nullable ValueSpec on, Map<String, ValueSpec> with) {
    return switch (event) {
      case LINK -> link(section, with);
      case RESUMPTION -> new ResumeCoroutine();
      default -> new NotifyAdapter(event, on, with);
    };
  }

  private static RuleAction link(Section section, Map<String, ValueSpec> with) {
    ValueSpec name = with.get("name");
    ValueSpec from = with.get("from");
    ValueSpec to = with.get("to");
    if (name == null || from == null || to == null) {
      YamlNode adapter = section.tree("adapter");
      if (adapter != null) {
        section.problem(adapter, "adapter", "link needs with: name, from and to");
      }
      return new NotifyAdapter(AdapterEvent.LINK, null, with);
    }
    return new TransferLink(name.text(), from, to);
  }

  private static @Nullable AdapterEvent adapter(Section section) {
    Leaf adapter = section.leaf("adapter", "the name of an adapter");
    Leaf event = section.leaf("event", "an event of the adapter");
    if (adapter == null) {
      if (event != null) {
        section.problem(event, "event", "belongs to adapter, which this rule has not");
      }
      return null;
    }
    String name = adapter.text();
    if (!AdapterEvent.adapters().contains(name)) {
      return none(section, "adapter", adapter, AdapterEvent.adapters());
    }
    AdapterEvent found = AdapterEvent.of(name, event == null ? "" : event.text());
    if (found == null && event == null) {
      String allowed = String.join(", ", AdapterEvent.events(name));
      section.problem(adapter, "adapter", name + " needs event: one of " + allowed);
    } else if (found == null && event != null) {
      return none(section, "event", event, AdapterEvent.events(name));
    }
    return found;
  }

  private static @Nullable AdapterEvent none(
      Section section, String key, Leaf written, Set<String> allowed) {
    String text = written.text();
    section.problem(
        written, key, "'" + Messages.brief(text) + "' is none" + Messages.allowed(text, allowed));
    return null;
  }

  private static @Nullable ValueSpec path(Section section, String key) {
    return RuleReader.parsed(section, key, "a path", ValueSpec::parseDeep);
  }

  private @Nullable CompletePendingRun ends(Section rule) {
    Entries map = rule.entries("ends");
    if (map == null) {
      return null;
    }
    Section section = new Section(map, "rules.ends", problems);
    ValueSpec key = path(section, "key");
    if (key == null) {
      problems.add(map.at(), "ends needs key");
    }
    ValueSpec value = path(section, "value");
    ValueSpec thrown = path(section, "thrown");
    section.done();
    return key == null ? null : new CompletePendingRun(key, value, thrown);
  }

  /** Returns the guard that {@code outermost} names, the first of several, or null if none. */
  static @Nullable String guard(Section section) {
    YamlNode written = section.tree("outermost");
    YamlNode tree =
        written instanceof Items list && !list.items().isEmpty() ? list.items().get(0) : written;
    if (!(tree instanceof Leaf leaf) || !MetricNames.isName(leaf.text())) {
      return null;
    }
    return leaf.text().equals("true") || leaf.text().equals("false") ? null : leaf.text();
  }

  private @Nullable ExceptionSpec thrown(Entries map) {
    Section section = new Section(map, "rules.thrown", problems);
    String type = section.text("type", "the name of an exception's class");
    if (type == null) {
      problems.add(map.at(), "an entry of thrown needs type");
    }
    ConditionSpec when =
        RuleReader.parsed(section, "when", "a condition", ConditionSpec::parseDeep);
    Outcome outcome = outcome(section, map, problems);
    String errorType = errorType(section, map, problems);
    section.done();
    return type == null || outcome == null
        ? null
        : new ExceptionSpec(type, when, outcome, errorType);
  }

  static @Nullable Outcome outcome(Section section, Entries map, Problems problems) {
    String name = section.text("outcome", "an outcome");
    Outcome outcome = name == null ? Outcome.FAILURE : outcome(name);
    if (outcome == null) {
      problems.add(map.at(), "outcome must be success, failure, canceled or timeout");
    }
    return outcome;
  }

  static @Nullable String errorType(Section section, Entries map, Problems problems) {
    String name = section.text("error_type", "a kind of error");
    if (name != null && !ERROR_TYPES.contains(name)) {
      problems.add(
          map.at(),
          "error_type '"
              + Messages.brief(name)
              + "' is none"
              + Messages.allowed(name, ERROR_TYPES));
    }
    return name;
  }

  private static @Nullable Outcome outcome(String name) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.label().equals(name)) {
        return outcome;
      }
    }
    return null;
  }

  private static Map<String, ValueSpec> values(
      Section section, String key, @Nullable MethodPattern method) {
    Map<String, ValueSpec> values = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : section.open(key).entrySet()) {
      String name = key + "." + entry.getKey();
      ValueSpec value = value(section, name, entry.getValue(), method, ValueSpec::parseDeep);
      if (value != null) {
        values.put(entry.getKey(), value);
      }
    }
    return values;
  }

  private static List<ConditionSpec> conditions(Section section, @Nullable MethodPattern method) {
    List<ConditionSpec> conditions = new ArrayList<>();
    for (Leaf leaf : section.leaves("when", "a condition or a list of them")) {
      ConditionSpec condition = RuleReader.parsed(section, "when", leaf, ConditionSpec::parseDeep);
      if (condition != null && RuleReader.fits(section, "when", leaf, condition.value(), method)) {
        conditions.add(condition);
      }
    }
    return conditions;
  }

  /** Reads a path or text, or a list of them: the first that is not null or empty counts. */
  static @Nullable ValueSpec value(
      Section section,
      String key,
      Entry entry,
      @Nullable MethodPattern method,
      Function<String, ValueSpec> parser) {
    List<YamlNode> written =
        entry.value() instanceof Items list ? list.items() : List.of(entry.value());
    ValueSpec value = null;
    for (int i = written.size() - 1; i >= 0; i--) {
      ValueSpec first = null;
      if (written.get(i) instanceof Leaf leaf) {
        first = RuleReader.parsed(section, key, leaf, parser);
        if (first == null || !RuleReader.fits(section, key, leaf, first, method)) {
          return null;
        }
      } else {
        section.wrong(key, "a path or text, or a list of them", written.get(i));
        return null;
      }
      value = value == null ? first : first.or(value);
    }
    return value;
  }
}
