package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackSpec;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.asm.AsmAdapterWeaver;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.RuleFigures;
import io.heddle.agent.weave.thread.AgentThreadRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wakes packs when a class loads that they wait for. Has no state. */
final class PackWaking {
  private final ActiveRules book;
  private final LazyClassWeaver engine;
  private final Supplier<Object> adapterWeaver;
  private final Retransform retransform;
  private final ThreadFactory threads;
  private final WarningSink warnings;

  PackWaking(
      ActiveRules book,
      LazyClassWeaver engine,
      Supplier<Object> adapterWeaver,
      Retransform retransform,
      ThreadFactory threads,
      WarningSink warnings) {
    this.book = book;
    this.engine = engine;
    this.adapterWeaver = adapterWeaver;
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
      // first: the classes that this needs are defined with it, at once
      AsmAdapterWeaver weaver = (AsmAdapterWeaver) adapterWeaver.get();
      PackSpec pack = book.wake(file);
      if (pack != null && pack.trigger() != null) {
        weaver.prepare(threads);
        weave(types(pack), loading);
      }
    } catch (Exception e) {
      warnings.warn("weave", "pack " + file + " could not start: " + e.getMessage(), e);
    }
  }

  private void weave(List<String> names, @Nullable String loading) throws Exception {
    // the sweep of a thread that creates the class weaver would weave them a first time, alone
    book.claim(names);
    try {
      if (needClassWeaver(names, loading)) {
        engine.get(null, true, retransform.aside(threads));
      }
      if (loading == null) {
        retransform.byName(names);
      } else {
        List<String> others = new ArrayList<>(names);
        others.remove(loading);
        AgentThreadRunner.run(retransform.of(others), threads);
      }
    } finally {
      book.release(names);
    }
  }

  /**
   * Returns true if a rule concerns one of these classes of the JDK that Byte Buddy has to weave.
   */
  private boolean needClassWeaver(List<String> names, @Nullable String loading) {
    for (ActiveRule rule : book.all()) {
      TypePattern type = rule.spec().selector().type();
      if (type != null && !RuleFigures.isPlainAdapter(rule)) {
        for (String name : names) {
          // the class that is loading cannot be asked: to name it here is a ClassCircularityError
          boolean subtypes = rule.spec().selector().subtypes() && !name.equals(loading);
          if (type.matches(name) || (subtypes && isSubtype(type, name))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isSubtype(TypePattern type, String name) {
    try {
      return Hierarchy.isSubtype(type, Class.forName(name, false, null));
    } catch (ClassNotFoundException e) {
      return false; // another JDK has it
    }
  }

  private static List<String> types(PackSpec pack) {
    List<String> types = new ArrayList<>();
    for (RuleSpec rule : pack.rules()) {
      TypePattern type = rule.selector().type();
      if (type != null && !types.contains(type.text())) {
        types.add(type.text());
      }
    }
    return types;
  }
}
