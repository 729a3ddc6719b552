package io.heddle.agent.yaml;

import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import io.heddle.agent.yaml.YamlNode.Items;
import io.heddle.agent.yaml.YamlNode.Leaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of settings key by key. A wrong value goes to the problems and the default is
 * returned, so that reading goes on. {@link #done} reports the keys that were never read.
 */
public final class Section {
  private final @Nullable Entries entries;
  private final String path;
  private final Problems problems;
  // in the order of reading; a key may be read twice
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * Creates a reader of one map.
   *
   * @param entries null if the map is absent
   * @param path path of the map for messages; empty at the top
   */
  public Section(@Nullable Entries entries, String path, Problems problems) {
    this.entries = entries;
    this.path = path;
    this.problems = problems;
  }

  /** Returns the section of a map in this one, without entries if it is absent or no map. */
  public Section section(String key, String fullPath) {
    return new Section(entries(key), fullPath, problems);
  }

  /** Returns the value as written, or null if it is absent or nothing. */
  public @Nullable YamlNode tree(String key) {
    known.add(key);
    Entry entry = entries == null ? null : entries.map().get(key);
    if (entry == null || (entry.value() instanceof Leaf leaf && leaf.isNothing())) {
      return null;
    }
    return entry.value();
  }

  /** Returns a scalar, or null if it is absent, nothing or, with a problem, no scalar. */
  public @Nullable Leaf leaf(String key, String allowed) {
    YamlNode tree = tree(key);
    if (tree == null || tree instanceof Leaf) {
      return (Leaf) tree;
    }
    wrong(key, allowed, tree);
    return null;
  }

  /** Returns a map, or null if it is absent, nothing or, with a problem, no map. */
  public @Nullable Entries entries(String key) {
    YamlNode tree = tree(key);
    if (tree == null || tree instanceof Entries) {
      return (Entries) tree;
    }
    wrong(key, "a map", tree);
    return null;
  }

  List<YamlNode> items(String key, String allowed) {
    YamlNode tree = tree(key);
    if (tree instanceof Items list) {
      return list.items();
    }
    if (tree != null) {
      wrong(key, allowed, tree);
    }
    return List.of();
  }

  /** Returns the scalars of a list. */
  public List<Leaf> leaves(String key, String allowed) {
    List<Leaf> out = new ArrayList<>();
    for (YamlNode item : items(key, allowed)) {
      if (item instanceof Leaf leaf && !leaf.isNothing()) {
        out.add(leaf);
      } else {
        wrong(key, allowed, item);
      }
    }
    return out;
  }

  /** Returns the maps of a list. */
  public List<Entries> maps(String key, String allowed) {
    List<Entries> out = new ArrayList<>();
    for (YamlNode item : items(key, allowed)) {
      if (item instanceof Entries map) {
        out.add(map);
      } else {
        wrong(key, allowed, item);
      }
    }
    return out;
  }

  /** Returns all entries of a map with free keys, without those that are nothing. */
  public Map<String, Entry> open(String key) {
    Entries map = entries(key);
    Map<String, Entry> out = new LinkedHashMap<>();
    if (map != null) {
      for (Map.Entry<String, Entry> entry : map.map().entrySet()) {
        if (!(entry.getValue().value() instanceof Leaf leaf && leaf.isNothing())) {
          out.put(entry.getKey(), entry.getValue());
        }
      }
    }
    return out;
  }

  /** Returns the text of a scalar, or null as {@link #leaf} does. */
  public @Nullable String text(String key, String allowed) {
    Leaf leaf = leaf(key, allowed);
    return leaf == null ? null : leaf.text();
  }

  /** Returns a boolean, or {@code otherwise} if it is absent or wrong. */
  public boolean flag(String key, boolean otherwise) {
    Leaf leaf = leaf(key, "true or false");
    if (leaf == null) {
      return otherwise;
    }
    return switch (leaf.text()) {
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> {
        wrong(key, "true or false", leaf);
        yield otherwise;
      }
    };
  }

  /** Returns a whole number, or {@code otherwise} if it is absent or wrong. */
  public int number(String key, int otherwise, int min, int max) {
    YamlNode tree = tree(key);
    if (tree == null) {
      return otherwise;
    }
    if (tree instanceof Leaf leaf) {
      try {
        int number = Integer.parseInt(leaf.text());
        if (number >= min && number <= max) {
          return number;
        }
      } catch (IllegalArgumentException notNumber) {
        // reported below; the exception's own name would load its class at every start
      }
    }
    wrong(key, "a whole number from " + min + " to " + max, tree);
    return otherwise;
  }

  /** Returns a size in bytes, or {@code otherwise} if it is absent or wrong. */
  public long bytes(String key, long otherwise, long min, long max) {
    YamlNode tree = tree(key);
    if (tree == null) {
      return otherwise;
    }
    long bytes = tree instanceof Leaf leaf ? Quantities.bytes(leaf.text()) : -1;
    if (bytes >= min && bytes <= max) {
      return bytes;
    }
    String range = Quantities.ofBytes(min) + " to " + Quantities.ofBytes(max);
    wrong(key, "a size from " + range + ", in KiB, MiB, GiB or plain bytes", tree);
    return otherwise;
  }

  /** Returns a duration in milliseconds, or {@code otherwise} if it is absent or wrong. */
  public long millis(String key, long otherwise, long min, long max) {
    YamlNode tree = tree(key);
    if (tree == null) {
      return otherwise;
    }
    long millis = tree instanceof Leaf leaf ? Quantities.millis(leaf.text()) : -1;
    if (millis >= min && millis <= max) {
      return millis;
    }
    String range = Quantities.ofMillis(min) + " to " + Quantities.ofMillis(max);
    wrong(key, "a duration from " + range + ", in ms, s, m, h or d", tree);
    return otherwise;
  }

  /** Reports that a value is not what is allowed. */
  public void wrong(String key, String allowed, YamlNode value) {
    problem(value, key, "must be " + allowed + ", not " + value.kind());
  }

  /** Reports a problem of a value; the sentence begins with the full path of the key. */
  public void problem(YamlNode value, String key, String what) {
    problems.add(value.at(), name(key) + " " + what);
  }

  /** Reports a problem by a whole sentence, to which no key is added. */
  public void problem(Position at, String sentence) {
    problems.add(at, sentence);
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Reports the keys that were never read, as unknown. */
  public void done() {
    if (entries == null) {
      return;
    }
    for (Map.Entry<String, Entry> entry : entries.map().entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        String where = path.isEmpty() ? "" : " in " + path;
        problems.add(
            entry.getValue().keyAt(),
            "unknown key '"
                + Messages.brief(key)
                + "'"
                + where
                + hint(key, entry.getValue().value()));
      }
    }
  }

  private String hint(String key, YamlNode value) {
    if (key.equals("<<")) {
      return ": YAML 1.2 has no merge keys; write the keys out";
    }
    if (path.isEmpty() && key.indexOf('.') > 0) {
      return ": in a file the parts of a path are nested maps, such as exporter: { port: 0 }";
    }
    if (value instanceof Leaf leaf && leaf.text().isEmpty() && YamlTraps.looksSplit(key)) {
      return ": inside { } a value that holds ',' or '[' must be quoted";
    }
    return Messages.allowed(key, known);
  }
}
