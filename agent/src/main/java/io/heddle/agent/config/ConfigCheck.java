package io.heddle.agent.config;

import io.heddle.agent.yaml.ConfigFile;
import io.heddle.agent.yaml.Problem;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of validating one file, without any other source.
 *
 * @param problems {@code file:line:column: what is wrong, and what is allowed}; empty if it is fine
 * @param warnings about settings that are accepted and have no effect
 */
public record ConfigCheck(List<String> problems, List<String> warnings) {
  /** Copies the lists. */
  public ConfigCheck {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Validates a file; any pack name passes. */
  public static ConfigCheck check(Path file) {
    return check(file, null);
  }

  /** Validates a file; names in {@code packs} must be among {@code knownPacks} if given. */
  public static ConfigCheck check(Path file, @Nullable Collection<String> knownPacks) {
    Problems problems = new Problems();
    YamlNode.Entries settings = ConfigFile.read(file.toString(), problems, null);
    Config config = new ConfigReader(problems, knownPacks).read(settings, null, List.of());
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems.all()) {
      lines.add(problem.toString());
    }
    List<String> warnings = new ArrayList<>();
    for (String warning : config.warnings()) {
      warnings.add(file + ": warning: " + warning);
    }
    return new ConfigCheck(lines, warnings);
  }

  /** Returns all lines: the problems, then the warnings. */
  public List<String> lines() {
    List<String> all = new ArrayList<>(problems);
    all.addAll(warnings);
    return List.copyOf(all);
  }
}
