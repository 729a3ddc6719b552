package io.heddle.agent.config;

import io.heddle.agent.config.UnitsConfig.Spill;
import io.heddle.agent.config.UnitsConfig.Watch;
import io.heddle.agent.rule.reader.RuleReader;
import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.Quantities;
import io.heddle.agent.yaml.Section;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Leaf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the setting {@code units}. */
final class UnitsReader {
  private static final long YEAR = 366 * 86_400_000L;
  private static final UnitsConfig DEFAULT = UnitsConfig.DEFAULT;

  private static final long SHORTEST = 1000;
  private static final long LONGEST = 60_000;
  // a thousand times the maximum of Linux; other systems may have larger ids
  private static final long MOST_PID = 4_194_304_000L;

  private final Problems problems;
  private final List<String> warnings;

  /**
   * Creates a reader.
   *
   * @param warnings receives a sentence for each value that is not taken as written
   */
  UnitsReader(Problems problems, List<String> warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  UnitsConfig read(Section top) {
    Section section = top.section("units", "units");
    UnitsConfig units =
        new UnitsConfig(
            interval(section),
            section.millis("retention", DEFAULT.retentionMillis(), 1000, YEAR),
            section.bytes("memory", DEFAULT.memory(), 128 * Quantities.KIB, 64 * Quantities.GIB),
            spill(section.section("spill", "units.spill")),
            watch(section));
    section.done();
    return units;
  }

  /** Returns the interval; a value out of range is no error: the nearest allowed one is taken. */
  private long interval(Section section) {
    YamlNode tree = section.tree("interval");
    if (tree == null) {
      return DEFAULT.intervalMillis();
    }
    long millis = tree instanceof Leaf leaf ? Quantities.millis(leaf.text()) : -1;
    if (millis < 0) {
      section.wrong("interval", "a duration from 1s to 60s, in ms, s, m, h or d", tree);
      return DEFAULT.intervalMillis();
    }
    long taken = Math.max(SHORTEST, Math.min(millis, LONGEST));
    if (taken != millis && tree instanceof Leaf leaf) {
      warnings.add(
          "units.interval is 1 s to 60 s: "
              + Messages.brief(leaf.text())
              + " is taken as "
              + taken / 1000
              + " s");
    }
    return taken;
  }

  private static Spill spill(Section section) {
    String directory = section.text("directory", "the path of a directory, or null");
    long most = 1024 * Quantities.GIB;
    long max = section.bytes("max", DEFAULT.spill().max(), 0, most);
    long segment = section.bytes("segment", DEFAULT.spill().segment(), 1, most);
    YamlNode written = section.tree("segment");
    YamlNode blamed = written == null ? section.tree("max") : written;
    if (max > 0 && segment > max / 2 && blamed != null) {
      section.problem(
          blamed,
          "segment",
          "must be at most half of units.spill.max, "
              + Quantities.ofBytes(max / 2)
              + ", not "
              + Quantities.ofBytes(segment));
    }
    section.done();
    return new Spill(directory, max, segment);
  }

  private List<Watch> watch(Section units) {
    List<Watch> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Entries entry : units.maps("watch", "a list of { name, pidFile } or { name, pid }")) {
      Watch watch = watch(entry, names);
      if (watch != null) {
        all.add(watch);
      }
    }
    return all;
  }

  private @Nullable Watch watch(Entries entry, Set<String> names) {
    Section section = new Section(entry, "units.watch", problems);
    Leaf name = section.leaf("name", "a name: ".concat(RuleReader.ID));
    String pidFile = section.text("pidFile", "the path of a file");
    YamlNode written = section.tree("pid");
    long pid = written == null ? -1 : pid(section, written);
    section.done();
    if (name == null || (pidFile == null) == (written == null)) {
      problems.add(entry.at(), "units.watch needs name and one of pidFile and pid");
    } else if (!RuleReader.isId(name.text())) {
      section.wrong("name", "a name: ".concat(RuleReader.ID), name);
    } else if (!names.add(name.text())) {
      problems.add(name.at(), "units.watch names '" + Messages.brief(name.text()) + "' twice");
    } else {
      return new Watch(name.text(), pidFile, pid);
    }
    return null;
  }

  private static long pid(Section section, YamlNode written) {
    try {
      long pid = written instanceof Leaf leaf ? Long.parseLong(leaf.text()) : -1;
      if (pid >= 1 && pid <= MOST_PID) {
        return pid;
      }
    } catch (NumberFormatException notNumber) {
      // reported below
    }
    section.wrong("pid", "a process id, a whole number from 1", written);
    return -1;
  }
}
