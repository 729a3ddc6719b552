package io.heddle.agent.config;

import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Position;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Items;
import io.heddle.agent.yaml.YamlNode.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Settings from outside the file: agent argument, system properties, environment. */
final class Sources {
  private static final String PROPERTY = "heddle.";
  private static final String VARIABLE = "HEDDLE_";
  private static final int MOST_NAMED = 20;

  private final Entries arguments = Entries.empty(Position.of("agent argument"));
  private final Entries properties = Entries.empty(Position.of("system properties"));
  private final Entries variables = Entries.empty(Position.of("environment"));
  // sorted, so that the warning reads the same each time
  private final TreeSet<String> ignored = new TreeSet<>();
  private final Problems problems;

  Sources(
      @Nullable String agentArguments,
      Properties systemProperties,
      Map<String, String> environment,
      Problems problems) {
    this.problems = problems;
    if (agentArguments != null) {
      readArguments(agentArguments);
    }
    for (String name : systemProperties.stringPropertyNames()) {
      if (name.startsWith(PROPERTY)) {
        readProperty(name, systemProperties.getProperty(name));
      }
    }
    // not entrySet: behind the entries of System.getenv() are four classes more, 0.5 ms of a start
    for (String name : environment.keySet()) {
      String value = name.startsWith(VARIABLE) ? environment.get(name) : null;
      if (value != null) {
        readVariable(name, value);
      }
    }
  }

  private void readArguments(String text) {
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      String argument = text.substring(from, to).trim();
      if (!argument.isEmpty()) {
        readArgument(argument);
      }
      from = to + 1;
    }
  }

  private void readArgument(String argument) {
    int equals = argument.indexOf('=');
    String key = equals < 0 ? argument : argument.substring(0, equals).trim();
    Position at = Position.of("agent argument '".concat(Messages.brief(key)).concat("'"));
    SettingPath path = SettingPath.find(key);
    if (equals < 0) {
      problems.add(at, "must be key=value, such as config=heddle.yaml or exporter.port=0");
    } else if (path == null) {
      problems.add(at, SettingPath.unknown(key));
    } else if (!path.put(arguments, value(path, argument.substring(equals + 1).trim(), '+', at))) {
      problems.add(at, "is given twice");
    }
  }

  private void readProperty(String name, @Nullable String value) {
    String key = name.substring(PROPERTY.length());
    if (value == null || key.equals("address") || key.startsWith("reply.")) {
      return;
    }
    SettingPath path = SettingPath.find(key);
    if (path == null) {
      ignored.add("-D".concat(name));
    } else {
      path.put(properties, value(path, value.trim(), ',', Position.of("-D".concat(name))));
    }
  }

  private void readVariable(String name, String value) {
    // set but empty is the usual way to unset a variable in scripts and compose files
    if (value.isBlank()) {
      return;
    }
    SettingPath path = SettingPath.findVariable(name.substring(VARIABLE.length()));
    if (path == null || isServiceLink(value)) {
      ignored.add(name);
    } else {
      path.put(variables, value(path, value.trim(), ',', Position.of(name)));
    }
  }

  /**
   * Returns true for a value that Kubernetes injects for a Service: one called heddle-exporter sets
   * {@code HEDDLE_EXPORTER_PORT=tcp://…}.
   */
  private static boolean isServiceLink(String value) {
    return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
  }

  private static YamlNode value(SettingPath path, String text, char separator, Position at) {
    if (!path.list() || text.equals(path.word())) {
      return new Leaf(text, true, at);
    }
    List<YamlNode> items = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(separator, from);
      int to = end < 0 ? text.length() : end;
      String item = text.substring(from, to).trim();
      if (!item.isEmpty()) {
        items.add(new Leaf(item, true, at));
      }
      from = to + 1;
    }
    return new Items(items, at);
  }

  /** Returns the path of the file: {@code config} of the highest source that has it; or null. */
  @Nullable String configFile() {
    for (Entries source : Arrays.asList(arguments, properties, variables)) {
      Entry entry = source.map().get("config");
      if (entry != null && entry.value() instanceof Leaf leaf) {
        if (leaf.text().isEmpty()) {
          problems.add(leaf.at(), "config must be the path of a file, not nothing");
          return null;
        }
        return leaf.text();
      }
    }
    return null;
  }

  /** Merges all sources into {@code settings}, the highest last. */
  void mergeInto(Entries settings) {
    for (Entries source : Arrays.asList(variables, properties, arguments)) {
      source.map().remove("config");
      settings.mergeFrom(source);
    }
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!ignored.isEmpty()) {
      warnings.add(ignoredSentence());
    }
    return warnings;
  }

  private String ignoredSentence() {
    StringBuilder out = new StringBuilder("ignored, not settings of Heddle: ");
    Iterator<String> names = ignored.iterator();
    for (int i = 0; i < MOST_NAMED && names.hasNext(); i++) {
      out.append(i == 0 ? "" : ", ").append(Messages.brief(names.next()));
    }
    int more = ignored.size() - MOST_NAMED;
    return more > 0 ? out.append(" and ").append(more).append(" more").toString() : out.toString();
  }

  static String variableOf(String path) {
    return path.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
