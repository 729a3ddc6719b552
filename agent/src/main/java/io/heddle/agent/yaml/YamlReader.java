package io.heddle.agent.yaml;

import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Items;
import io.heddle.agent.yaml.YamlNode.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds settings from YAML events. Tags are refused, so that no class is ever instantiated by one,
 * and depth and aliases are bounded while reading. The only class that uses the YAML library.
 */
public final class YamlReader {
  private static final int DEEPEST = 32;
  private static final int MOST_BY_ALIAS = 10_000;

  private final YamlTraps traps;
  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  // nodes so far; those of an alias count again each time
  private int nodes;
  private int byAlias;

  private YamlReader(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.traps = new YamlTraps(text);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(2 * ConfigFile.MOST_BYTES).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** Reads one document; errors go to the problems. */
  public static Entries parse(String file, String text, Problems problems) {
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Position start = new Position(file, 1, 1);
    try {
      Position control = YamlTraps.controlCharacter(file, clean);
      if (control != null) {
        throw new Refused(control, "a control character; YAML allows none but tab and newline");
      }
      YamlNode root = new YamlReader(file, clean, problems).document();
      if (root instanceof Entries entries) {
        return entries;
      }
      if (root != null && !(root instanceof Leaf leaf && leaf.isNothing())) {
        problems.add(root.at(), "must be a map of settings, not " + root.kind());
      }
    } catch (Refused e) {
      problems.add(e.at, e.what);
    }
    return Entries.empty(start);
  }

  private @Nullable YamlNode document() throws Refused {
    try {
      YamlNode root = null;
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof NodeEvent node) {
          if (root != null) {
            throw new Refused(position(event), "a second document; one file is one document");
          }
          root = node(node, 0);
        }
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      throw syntax(e);
    } catch (YamlEngineException | IllegalArgumentException e) {
      // escapes such as \\UFFFFFFFF and versions such as %YAML 99999999999 throw the second
      throw new Refused(
          new Position(file, 1, 1),
          "is not YAML 1.2: " + Messages.brief(String.valueOf(e.getMessage()), 200));
    }
  }

  private Refused syntax(MarkedYamlEngineException e) {
    Mark problem = e.getProblemMark().orElse(null);
    Mark context = e.getContextMark().orElse(problem);
    int line = problem == null ? 0 : problem.getLine();
    int column = problem == null ? 0 : problem.getColumn();
    int contextLine = context == null ? line : context.getLine();
    int contextColumn = context == null ? column : context.getColumn();
    String words = e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
    YamlTraps.Trap trap = traps.explain(words, line, column, contextLine, contextColumn);
    return new Refused(new Position(file, trap.line() + 1, trap.column() + 1), trap.what());
  }

  private YamlNode node(NodeEvent event, int depth) throws Refused {
    Position at = position(event);
    if (depth > DEEPEST) {
      throw new Refused(at, "nested deeper than " + DEEPEST + " levels");
    }
    int before = nodes++;
    if (event instanceof AliasEvent alias) {
      return alias(at, alias.getAlias().getValue());
    }
    refuseTag(event, at);
    YamlNode tree;
    if (event instanceof ScalarEvent scalar) {
      tree = new Leaf(scalar.getValue(), scalar.isPlain(), at);
    } else if (event.getEventId() == Event.ID.SequenceStart) {
      tree = items(at, depth);
    } else {
      tree = entries(at, depth, ((CollectionStartEvent) event).isFlow());
    }
    // only now, so that an alias inside its own node is unknown
    Optional<Anchor> anchor = event.getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get().getValue(), tree);
      sizes.put(anchor.get().getValue(), nodes - before);
    }
    return tree;
  }

  private YamlNode alias(Position at, String name) throws Refused {
    YamlNode tree = anchors.get(name);
    if (tree == null) {
      throw new Refused(at, YamlTraps.STAR);
    }
    int size = sizes.getOrDefault(name, 1);
    nodes += size;
    byAlias += size;
    if (byAlias > MOST_BY_ALIAS) {
      throw new Refused(at, "aliases stand for more than " + MOST_BY_ALIAS + " nodes");
    }
    return tree;
  }

  private static void refuseTag(NodeEvent event, Position at) throws Refused {
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      String what = "'" + Messages.brief(tag.get()) + "' is a YAML tag; tags are not allowed";
      throw new Refused(at, what + ", and a value that starts with '!' must be quoted");
    }
  }

  private Items items(Position at, int depth) throws Refused {
    List<YamlNode> out = new ArrayList<>();
    for (Event next = events.next(); next instanceof NodeEvent node; next = events.next()) {
      out.add(node(node, depth + 1));
    }
    return new Items(out, at);
  }

  private Entries entries(Position at, int depth, boolean flow) throws Refused {
    Entries out = Entries.empty(at);
    for (Event next = events.next(); next instanceof NodeEvent node; next = events.next()) {
      YamlNode key = node(node, depth + 1);
      Event valueEvent = events.next();
      YamlNode value = node((NodeEvent) valueEvent, depth + 1);
      if (!(key instanceof Leaf name)) {
        throw new Refused(key.at(), "a key must be text, not " + key.kind());
      }
      if (flow && splitByComma(node, valueEvent)) {
        throw new Refused(key.at(), YamlTraps.FLOW);
      }
      if (out.map().putIfAbsent(name.text(), new Entry(key.at(), value)) != null) {
        problems.add(key.at(), "key '" + Messages.brief(name.text()) + "' is given twice");
      }
    }
    return out;
  }

  /**
   * Returns true if a comma split a value: {@code { a: f(int, long) }} is a map with a second key
   * {@code long)} and no colon after it.
   */
  private boolean splitByComma(NodeEvent key, Event value) {
    Mark end = key.getEndMark().orElse(null);
    Mark next = value.getStartMark().orElse(null);
    return end != null
        && next != null
        && value instanceof ScalarEvent scalar
        && scalar.getValue().isEmpty()
        && scalar.isPlain()
        && !traps.colonAfter(end.getLine(), end.getColumn());
  }

  private Position position(Event event) {
    Mark mark = event.getStartMark().orElse(null);
    return mark == null
        ? new Position(file, 1, 1)
        : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Thrown to end the reading of a file. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Position at;
    private final String what;

    Refused(Position at, String what) {
      super(what);
      this.at = at;
      this.what = what;
    }
  }
}
