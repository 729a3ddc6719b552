package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.classes.ClassFileChecksum;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.NameFilter;
import io.heddle.agent.weave.match.RuleFigures;
import io.heddle.agent.weave.retransform.OriginalClasses;
import io.heddle.agent.weave.retransform.RetransformBatches;
import io.heddle.agent.weave.retransform.RuleChange;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the rules of the user while the application runs: all of them, or none. A rule that did
 * not change stays the same object, with its probes; so no class is woven again for it. A call
 * counts once, in the code of before or in that of after; rules of before are taken out of force
 * when no new call can reach their code. As a transformer it changes nothing and sees what the JVM
 * reports. Runs once.
 */
final class RuleExchange implements ClassFileTransformer, RetransformBatches.Listener {
  private static final long GUESSED_BYTES = 3 << 10;

  private final Instrumentation instrumentation;
  private final ActiveRules book;
  private final OriginalClasses originals;
  private final WarningSink warnings;
  private final Map<ClassKey, Long> reported = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private Class<?>[] seen = {};

  RuleExchange(
      Instrumentation instrumentation,
      ActiveRules book,
      OriginalClasses originals,
      WarningSink warnings) {
    this.instrumentation = instrumentation;
    this.book = book;
    this.originals = originals;
    this.warnings = warnings;
  }

  /** Exchanges the rules of the user for these. */
  RuleChange run(List<RuleSpec> wanted) {
    List<ActiveRule> old = book.users();
    List<ActiveRule> next = next(old, wanted);
    seen = instrumentation.getAllLoadedClasses();
    if (next.equals(old)) {
      return new RuleChange(0, List.of(), List.of());
    }
    book.limit().reload();
    List<ActiveRule> fresh = without(next, old);
    List<ActiveRule> gone = without(old, next);
    List<Class<?>> due = due(fresh, touched(old, next, gone));
    Map<ActiveRule, Map<ClassKey, Set<String>>> kept = methods(without(old, gone), due);
    book.install(next);
    weave(due);
    if (problems.isEmpty()) {
      findLost(kept);
    }
    if (!problems.isEmpty()) {
      return takeBack(old, fresh, due);
    }
    for (ActiveRule rule : gone) {
      retire(rule, continuing(rule, fresh));
    }
    for (ActiveRule rule : fresh) {
      rule.settled();
    }
    return new RuleChange(due.size(), List.of(), different(due));
  }

  private List<ActiveRule> next(List<ActiveRule> old, List<RuleSpec> wanted) {
    Map<String, ActiveRule> byId = new HashMap<>();
    for (ActiveRule rule : old) {
      byId.put(rule.spec().id(), rule);
    }
    List<ActiveRule> next = new ArrayList<>();
    for (RuleSpec spec : wanted) {
      ActiveRule before = byId.get(spec.id());
      boolean same = before != null && before.spec().equals(spec);
      boolean goesOn = before != null && goesOn(before.spec(), spec);
      next.add(before != null && same ? before : book.make(spec, null, "", goesOn ? before : null));
    }
    return next;
  }

  /** Returns true if a rule counts under the series of the one that it takes the place of. */
  private static boolean goesOn(RuleSpec before, RuleSpec after) {
    return before.action() instanceof MeasureRun was
        && after.action() instanceof MeasureRun is
        && was.family().equals(is.family())
        && was.labels().equals(is.labels());
  }

  /** Returns the rule that goes on with the series of one; null if there is none. */
  private static @Nullable ActiveRule continuing(ActiveRule one, List<ActiveRule> others) {
    for (ActiveRule rule : others) {
      if (rule.spec().id().equals(one.spec().id()) && goesOn(one.spec(), rule.spec())) {
        return rule;
      }
    }
    return null;
  }

  private static List<ActiveRule> without(List<ActiveRule> rules, List<ActiveRule> others) {
    List<ActiveRule> left = new ArrayList<>(rules);
    left.removeAll(new HashSet<>(others));
    return left;
  }

  /**
   * Returns the rules whose classes must be woven again: those that go, and, if others change their
   * order, which decides who shadows whom, these too.
   */
  private static List<ActiveRule> touched(
      List<ActiveRule> old, List<ActiveRule> next, List<ActiveRule> gone) {
    List<ActiveRule> before = new ArrayList<>(old);
    before.retainAll(new HashSet<>(next));
    List<ActiveRule> after = new ArrayList<>(next);
    after.retainAll(new HashSet<>(old));
    return before.equals(after) ? gone : old;
  }

  /** Returns the loaded classes that new rules may concern or that touched rules wove. */
  private List<Class<?>> due(List<ActiveRule> fresh, List<ActiveRule> touched) {
    Set<ClassKey> woven = new HashSet<>();
    for (ActiveRule rule : touched) {
      woven.addAll(rule.classes());
    }
    NameFilter filter = new NameFilter(fresh);
    List<Class<?>> due = new ArrayList<>();
    for (Class<?> loaded : seen) {
      if (woven.contains(ClassKey.of(loaded)) || concerns(loaded, filter, fresh)) {
        due.add(loaded);
      }
    }
    return due;
  }

  private boolean concerns(Class<?> loaded, NameFilter filter, List<ActiveRule> fresh) {
    try {
      return book.mayWeave(loaded, filter, fresh);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      warnings.warn("weave", "class " + loaded.getName() + " is left as it was: " + e, e);
      return false;
    }
  }

  private static Map<ActiveRule, Map<ClassKey, Set<String>>> methods(
      List<ActiveRule> rules, List<Class<?>> classes) {
    Map<ActiveRule, Map<ClassKey, Set<String>>> methods = new HashMap<>();
    for (ActiveRule rule : rules) {
      Map<ClassKey, Set<String>> byClass = new HashMap<>();
      for (Class<?> one : classes) {
        ClassKey classKey = ClassKey.of(one);
        byClass.put(classKey, rule.methods(classKey));
      }
      methods.put(rule, byClass);
    }
    return methods;
  }

  private void weave(List<Class<?>> classes) {
    if (classes.isEmpty()) {
      return;
    }
    instrumentation.addTransformer(this, true);
    try {
      new RetransformBatches(instrumentation, this, null).run(classes);
    } finally {
      instrumentation.removeTransformer(this);
    }
  }

  /** Finds the methods that a rule wove before and cannot weave any more, unless another does. */
  private void findLost(Map<ActiveRule, Map<ClassKey, Set<String>>> kept) {
    for (Map.Entry<ActiveRule, Map<ClassKey, Set<String>>> ofRule : kept.entrySet()) {
      ActiveRule rule = ofRule.getKey();
      for (Map.Entry<ClassKey, Set<String>> ofClass : ofRule.getValue().entrySet()) {
        Set<String> lost = new HashSet<>(ofClass.getValue());
        lost.removeAll(rule.methods(ofClass.getKey()));
        for (ActiveRule other : book.users()) {
          if (other.spec().shadowGroup().equals(rule.spec().shadowGroup())) {
            lost.removeAll(other.methods(ofClass.getKey()));
          }
        }
        if (!lost.isEmpty()) {
          String id = rule.spec().id();
          failed(
              ofClass.getKey().name(),
              "rule " + id + ", which did not change, would no longer weave " + lost);
        }
      }
    }
  }

  private RuleChange takeBack(List<ActiveRule> old, List<ActiveRule> fresh, List<Class<?>> due) {
    List<String> reasons = new ArrayList<>();
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      reasons.add(problem.getKey() + ": " + problem.getValue());
    }
    book.install(old);
    weave(due);
    for (ActiveRule rule : fresh) {
      // what goes on with the series of before has added none of its own
      retire(rule, continuing(rule, old));
    }
    return new RuleChange(due.size(), reasons, List.of());
  }

  private static void retire(ActiveRule rule, @Nullable ActiveRule next) {
    rule.retire(next);
    rule.settled();
    if (next == null) {
      rule.rule().retire();
    }
  }

  /** Returns the classes that no rule weaves any more, and that are not what they were. */
  private List<String> different(List<Class<?>> due) {
    List<String> different = new ArrayList<>();
    for (Class<?> one : due) {
      ClassKey classKey = ClassKey.of(one);
      Long checksum = reported.get(classKey);
      if (checksum != null
          && !RuleFigures.weave(book.all(), classKey)
          && !originals.isRestored(classKey, checksum)) {
        different.add(classKey.name());
      }
    }
    return different;
  }

  /** Returns the classes that were loaded when the exchange began. */
  Class<?>[] seen() {
    return seen;
  }

  /** Notes a class that cannot be woven. */
  void failed(String name, String reason) {
    problems.putIfAbsent(name, reason);
  }

  @Override
  public long bytes(Class<?> one) {
    return GUESSED_BYTES;
  }

  @Override
  public void refused(Class<?> one, Throwable why) {
    failed(one.getName(), "the JVM refuses it: " + why);
  }

  @Override
  public void done(int count) {}

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (redefined != null) {
      reported.put(ClassKey.of(redefined), ClassFileChecksum.of(bytes));
    }
    return null;
  }
}
