package io.heddle.agent.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A setting or a group of settings as written, not yet interpreted. */
public sealed interface YamlNode {
  /** Returns the position where it was written. */
  Position at();

  /** Returns a description of the node for messages. */
  String kind();

  /**
   * A scalar.
   *
   * @param plain true: written without quotes, so that null is nothing rather than a word
   */
  record Leaf(String text, boolean plain, Position at) implements YamlNode {
    @Override
    public String kind() {
      return isNothing() ? "nothing" : "'" + Messages.brief(text) + "'";
    }

    /** Returns true for null as YAML 1.2 writes it. */
    public boolean isNothing() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  /** A list. */
  record Items(List<YamlNode> items, Position at) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A map, in the order of writing. */
  record Entries(Map<String, Entry> map, Position at) implements YamlNode {
    @Override
    public String kind() {
      return "a map";
    }

    /** Returns a new empty map, to be filled. */
    public static Entries empty(Position at) {
      return new Entries(new LinkedHashMap<>(), at);
    }

    /** Merges {@code higher}, which wins: maps by key, everything else is replaced as a whole. */
    public void mergeFrom(Entries higher) {
      for (Map.Entry<String, Entry> next : higher.map.entrySet()) {
        Entry mine = map.get(next.getKey());
        if (mine != null
            && mine.value instanceof Entries lower
            && next.getValue().value instanceof Entries upper) {
          lower.mergeFrom(upper);
        } else {
          map.put(next.getKey(), next.getValue());
        }
      }
    }
  }

  /**
   * A key and its value.
   *
   * @param keyAt where the key was written
   */
  record Entry(Position keyAt, YamlNode value) {}
}
