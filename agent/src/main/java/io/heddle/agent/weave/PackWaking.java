package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackSpec;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.thread.AgentThreadRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Wakes packs when a class loads that they wait for. Has no state. */
final class PackWaking {
  private final ActiveRules book;
  private final LazyClassWeaver engine;
  private final Retransform retransform;
  private final ThreadFactory threads;
  private final WarningSink warnings;

  PackWaking(
      ActiveRules book,
      LazyClassWeaver engine,
      Retransform retransform,
      ThreadFactory threads,
      WarningSink warnings) {
    this.book = book;
    this.engine = engine;
    this.retransform = retransform;
    this.threads = threads;
    this.warnings = warnings;
  }

  /**
   * Wakes a pack. For a pack with a trigger all its classes are loaded and woven before the
   * trigger's own load returns: loaded later, inside each other's transformation, they would be
   * skipped.
   *
   * @param loading the class whose load wakes it, woven by the caller; null if none is being loaded
   */
  void wake(String file, @Nullable String loading) {
    try {
      PackSpec pack = book.wake(file);
      if (pack != null && pack.trigger() != null) {
        weave(others(pack, loading), loading != null);
      }
    } catch (Exception e) {
      warnings.warn("weave", "pack " + file + " could not start: " + e.getMessage(), e);
    }
  }

  private void weave(List<String> names, boolean aside) throws Exception {
    // the sweep of a thread that creates the class weaver would weave them a first time, alone
    book.claim(names);
    try {
      engine.get(null, true, retransform.aside(threads));
      if (aside) {
        AgentThreadRunner.run(retransform.of(names), threads);
      } else {
        retransform.byName(names);
      }
    } finally {
      book.release(names);
    }
  }

  private static List<String> others(PackSpec pack, @Nullable String loading) {
    List<String> others = new ArrayList<>();
    for (RuleSpec rule : pack.rules()) {
      TypePattern type = rule.selector().type();
      if (type != null && !type.text().equals(loading) && !others.contains(type.text())) {
        others.add(type.text());
      }
    }
    return others;
  }
}
