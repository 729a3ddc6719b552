package io.heddle.agent.config;

import io.heddle.agent.config.Tree.Entries;
import io.heddle.agent.config.Tree.Leaf;
import io.heddle.agent.config.UnitsConfig.Spill;
import io.heddle.agent.config.UnitsConfig.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code units}. */
final class UnitsReader {
  private static final long YEAR = 366 * 86_400_000L;
  private static final UnitsConfig DEFAULT = UnitsConfig.DEFAULT;

  private final Problems problems;

  UnitsReader(Problems problems) {
    this.problems = problems;
  }

  UnitsConfig read(Section top, Set<String> early) {
    Entries written = top.entries("units");
    if (written != null) {
      early.add("units");
    }
    Section section = new Section(written, "units", problems);
    UnitsConfig units =
        new UnitsConfig(
            section.millis("interval", DEFAULT.intervalMillis(), 1000, 60_000),
            section.millis("retention", DEFAULT.retentionMillis(), 1000, YEAR),
            section.bytes("memory", DEFAULT.memory(), 128 * Quantities.KIB, 64 * Quantities.GIB),
            spill(section.section("spill", "units.spill")),
            watch(section));
    section.done();
    return units;
  }

  private static Spill spill(Section section) {
    String directory = section.text("directory", "the path of a directory, or null");
    long most = 1024 * Quantities.GIB;
    long max = section.bytes("max", DEFAULT.spill().max(), 0, most);
    long segment = section.bytes("segment", DEFAULT.spill().segment(), 1, most);
    Tree written = section.tree("segment");
    Tree blamed = written == null ? section.tree("max") : written;
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
    for (Entries entry : units.maps("watch", "a list of { name, pidFile }")) {
      Section section = new Section(entry, "units.watch", problems);
      Leaf name = section.leaf("name", "a name: ".concat(RuleReader.ID));
      String pidFile = section.text("pidFile", "the path of a file");
      section.done();
      if (name == null || pidFile == null) {
        problems.add(entry.at(), "units.watch needs both name and pidFile");
      } else if (!RuleReader.isId(name.text())) {
        section.wrong("name", "a name: ".concat(RuleReader.ID), name);
      } else {
        all.add(new Watch(name.text(), pidFile));
      }
    }
    return all;
  }
}
