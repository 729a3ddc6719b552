package io.heddle.agent.weave;

import io.heddle.agent.config.ConfigException;
import io.heddle.agent.config.PackParser;
import io.heddle.agent.config.PackSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The built-in packs, asleep: each waits for the classes that the index names, and its YAML is
 * parsed when the first of them loads.
 */
final class Packs {
  private static final String ROOT = "packs/";

  private final ClassLoader resources;
  // file -> the names that wake it: its trigger, or else all its types
  private final Map<String, List<String>> wakes = new LinkedHashMap<>();

  /**
   * @param chosen names of packs, or null for all
   */
  Packs(ClassLoader resources, @org.jspecify.annotations.Nullable List<String> chosen)
      throws IOException {
    this.resources = resources;
    Map<String, List<String>> types = new LinkedHashMap<>();
    for (String line : lines()) {
      String[] parts = line.split("\t", -1);
      String name = parts[0].substring(0, parts[0].length() - ".yaml".length());
      if (chosen != null && !chosen.contains(name)) {
        continue;
      }
      Map<String, List<String>> into = parts[1].equals("trigger") ? wakes : types;
      into.computeIfAbsent(parts[0], file -> new ArrayList<>()).add(parts[2]);
    }
    types.forEach(wakes::putIfAbsent);
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    InputStream in = resources.getResourceAsStream(ROOT + "index");
    if (in == null) {
      return lines;
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Class names or globs that wake a pack, by its file. */
  Map<String, List<String>> wakes() {
    return wakes;
  }

  /** Reads a pack. */
  PackSpec load(String file) throws IOException, ConfigException {
    try (InputStream in = resources.getResourceAsStream(ROOT + file)) {
      if (in == null) {
        throw new IOException("no pack " + file + " in the agent jar");
      }
      return PackParser.parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
