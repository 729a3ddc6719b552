package io.heddle.agent.pack;

import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The built-in packs that are not parsed yet: each waits for the classes that the index names, and
 * its YAML is parsed when the first of them loads.
 */
public final class SleepingPacks {
  /** Name of the pack that is always chosen: runs of suspend functions, of any rule, end by it. */
  private static final String COROUTINES = "kotlin-coroutines";

  private final PackFiles files;
  // file -> the names that wake it: its trigger, or else all its types and what it lists
  private final Map<String, List<String>> wakes = new LinkedHashMap<>();
  // type of a rule with subtypes -> file
  private final Map<String, String> parents = new LinkedHashMap<>();

  /**
   * Reads the index.
   *
   * @param chosen names of packs, or null for all
   */
  public SleepingPacks(PackFiles files, @Nullable List<String> chosen) throws IOException {
    this.files = files;
    Map<String, List<String>> types = new LinkedHashMap<>();
    for (PackFiles.Line line : files.index()) {
      String pack = PackFiles.packOf(line.file());
      if (chosen == null || chosen.contains(pack) || pack.equals(COROUTINES)) {
        if (line.key().equals("parent")) {
          parents.put(line.type(), line.file());
        } else {
          add(line.key().equals("trigger") ? wakes : types, line);
        }
      }
    }
    for (Map.Entry<String, List<String>> entry : types.entrySet()) {
      wakes.putIfAbsent(entry.getKey(), entry.getValue());
    }
  }

  private static void add(Map<String, List<String>> into, PackFiles.Line line) {
    List<String> names = into.get(line.file());
    if (names == null) {
      names = new ArrayList<>();
      into.put(line.file(), names);
    }
    names.add(line.type());
  }

  /** Returns the class names or globs that wake each pack, by its file. */
  public Map<String, List<String>> wakes() {
    return wakes;
  }

  /** Returns the types whose first subclass wakes a pack, with the pack's file. */
  public Map<String, String> parents() {
    return parents;
  }

  /** Reads and parses a pack. */
  public PackSpec load(String file) throws IOException, ConfigException {
    String plain = files.plain(file);
    return plain == null ? PackParser.parse(file, files.text(file)) : PlainPack.read(plain);
  }
}
