package io.heddle.agent.pack;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.OutcomeSpec;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pack whose rules say no more than a class, a method and an event of an adapter, as lines of
 * text: the first child process waits for such a pack, and YAML's parser is 150 classes. Written
 * when the jar is packed.
 *
 * <p>The first line has the name, library, versions, counts and trigger of the pack, the second its
 * labels, each further line the id, class, method and event of a rule; all with tabs between.
 */
public final class PlainPack {
  private static final String TAB = "\t";

  private PlainPack() {}

  /** Returns the text of a pack, or null if it says more than such a text can. */
  public static @Nullable String write(PackSpec pack) {
    if (pack.trigger() == null || !pack.wake().isEmpty()) {
      return null;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            TAB, pack.name(), pack.library(), pack.versions(), pack.counts(), pack.trigger()));
    lines.add(String.join(TAB, pack.labels()));
    for (RuleSpec rule : pack.rules()) {
      TypePattern type = rule.selector().type();
      MethodPattern method = rule.selector().method();
      if (type == null
          || method == null
          || !(rule.action() instanceof NotifyAdapter action)
          || !rule.equals(rule(rule.id(), type, method, action.event()))) {
        return null;
      }
      lines.add(String.join(TAB, rule.id(), type.text(), method.text(), action.event().name()));
    }
    String text = String.join("\n", lines);
    return read(text).equals(pack) ? text : null;
  }

  /** Reads a text that {@link #write} made. */
  public static PackSpec read(String text) {
    String[] lines = text.split("\n", -1);
    String[] head = lines[0].split(TAB, -1);
    List<RuleSpec> rules = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) {
      String[] parts = lines[i].split(TAB, -1);
      rules.add(
          rule(
              parts[0],
              TypePattern.parse(parts[1]),
              MethodPattern.parse(parts[2]),
              AdapterEvent.valueOf(parts[3])));
    }
    List<String> labels = lines[1].isEmpty() ? List.of() : List.of(lines[1].split(TAB, -1));
    return new PackSpec(head[0], head[1], head[2], head[3], labels, head[4], List.of(), rules);
  }

  private static RuleSpec rule(
      String id, TypePattern type, MethodPattern method, AdapterEvent event) {
    NotifyAdapter action = new NotifyAdapter(event, null, Map.of());
    return new RuleSpec(
        id, MethodSelector.of(type, method), null, OutcomeSpec.NONE, List.of(), false, action);
  }
}
