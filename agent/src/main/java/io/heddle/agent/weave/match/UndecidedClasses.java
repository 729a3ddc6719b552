package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassHeader;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.Hierarchy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were woven before it was known whether a rule with {@code subtypes} means them. A
 * loader that makes classes in memory makes a parent only when the JVM asks for it: after
 * transformers have seen the child, and before any code of the child can run. So the child is woven
 * for the rule, and counts as long as the best guess is that the rule means it; that is decided
 * when the parent loads. Thread-safe.
 */
final class UndecidedClasses {
  /**
   * Maximum number of classes, most of which leave once their parents have loaded; beyond it, the
   * guess on the oldest stays.
   */
  private static final int MOST = 1024;

  private static final long STALE_NANOS = 60_000_000_000L;

  private final Hierarchy hierarchy;
  // oldest first; guarded by this, as everything below
  private final Map<ClassKey, Open> open = new LinkedHashMap<>();
  private final Map<String, List<Open>> byParent = new HashMap<>();
  private final Set<String> said = new HashSet<>();

  /** One class, the rules that may mean it, and the parents that will tell. */
  private static final class Open {
    final ClassKey classKey;
    final ClassHeader header;
    final List<ActiveRule> all;
    final List<ActiveRule> open;
    // by what is known by now
    final Set<ActiveRule> meant;
    final Set<String> unsure = new HashSet<>();
    final long sinceNanos = System.nanoTime();

    Open(ClassKey classKey, ClassHeader header, TypeMatcher.Match match) {
      this.classKey = classKey;
      this.header = header;
      this.all = match.rules();
      this.open = new ArrayList<>(match.undecided());
      this.meant = new HashSet<>(all);
    }

    /** Applies the guess: a method counts for the first rule of a family that means the class. */
    void apply() {
      Map<String, Set<String>> taken = new HashMap<>();
      for (ActiveRule rule : all) {
        Set<String> counting = null;
        if (meant.contains(rule)) {
          RuleSpec spec = rule.spec();
          String family = spec.shadowGroup();
          Set<String> before = taken.get(family);
          if (before == null) {
            before = new HashSet<>();
            taken.put(family, before);
          }
          counting = rule.methods(classKey);
          counting.removeAll(before);
          before.addAll(counting);
        }
        rule.choose(classKey, counting);
      }
    }
  }

  UndecidedClasses(Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /** Adds a class that was woven for rules of which it is not known whether they mean it. */
  void add(ClassKey classKey, ClassHeader header, TypeMatcher.Match match) {
    Open fresh = new Open(classKey, header, match);
    synchronized (this) {
      Open before = open.get(classKey); // a load that failed is tried again
      if (before != null) {
        leave(before);
      } else if (open.size() >= MOST) {
        leave(open.values().iterator().next());
      }
      open.put(classKey, fresh);
      waitFor(fresh, match.unsure());
    }
    // a parent may have come by, on another thread, since the class was looked at
    decide(fresh);
  }

  synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  /** Decides the classes that wait for this class, which is being loaded, as a parent. */
  void comesBy(String name) {
    List<Open> waiting;
    synchronized (this) {
      waiting = byParent.remove(name);
    }
    if (waiting != null) {
      for (Open one : waiting) {
        decide(one);
      }
    }
  }

  // may read class files, and so without the lock
  private void decide(Open one) {
    List<ActiveRule> rules;
    synchronized (this) {
      rules = List.copyOf(one.open);
    }
    @Nullable ClassLoader loader = one.classKey.loader().get();
    for (ActiveRule rule : rules) {
      TypePattern type = rule.spec().selector().type();
      Hierarchy.Answer answer =
          type == null ? Hierarchy.Answer.NO : hierarchy.isSubtypeAsKnown(type, one.header, loader);
      synchronized (this) {
        settle(one, rule, answer.isSubtype(), answer.isSure());
        waitFor(one, answer.unsure());
      }
    }
  }

  /** Adds parents and removes none: of two threads, the one that saw less may come last. */
  private void waitFor(Open one, Set<String> parents) {
    for (String parent : parents) {
      one.unsure.add(parent);
      List<Open> waiting = byParent.get(parent);
      if (waiting == null) {
        waiting = new ArrayList<>();
        byParent.put(parent, waiting);
      }
      if (!waiting.contains(one)) {
        waiting.add(one);
      }
    }
  }

  private void settle(Open one, ActiveRule rule, boolean isMeant, boolean isSure) {
    if (!one.open.contains(rule)) {
      return; // another thread was sure
    }
    if (isMeant) {
      one.meant.add(rule);
    } else {
      one.meant.remove(rule);
    }
    one.apply();
    if (isSure && one.open.remove(rule) && one.open.isEmpty()) {
      leave(one);
    }
  }

  private void leave(Open one) {
    open.remove(one.classKey, one);
    for (String parent : one.unsure) {
      List<Open> waiting = byParent.get(parent);
      if (waiting != null && waiting.remove(one) && waiting.isEmpty()) {
        byParent.remove(parent);
      }
    }
  }

  /** Decides by the classes that are loaded; gives up those that are not for a minute. */
  synchronized void settle(Class<?>[] loaded) {
    Map<ClassKey, Class<?>> found = new HashMap<>();
    for (Class<?> one : loaded) {
      ClassKey classKey = ClassKey.of(one);
      if (open.containsKey(classKey)) {
        found.put(classKey, one);
      }
    }
    long now = System.nanoTime();
    for (Open one : new ArrayList<>(open.values())) {
      Class<?> type = found.get(one.classKey);
      if (type != null) {
        for (ActiveRule rule : new ArrayList<>(one.open)) {
          TypePattern wanted = rule.spec().selector().type();
          settle(one, rule, wanted != null && Hierarchy.isSubtype(wanted, type), true);
        }
      } else if (now - one.sinceNanos > STALE_NANOS) {
        giveUp(one);
      }
    }
  }

  /** Gives up a class that has not loaded, most likely for lack of a parent, noted once. */
  private void giveUp(Open one) {
    leave(one);
    if (one.classKey.isGone()) {
      return;
    }
    for (ActiveRule rule : one.open) {
      rule.choose(one.classKey, null);
      for (String parent : one.unsure) {
        if (said.size() < MOST && said.add(rule.spec().id() + " " + parent)) {
          rule.note(
              one.classKey.name(),
              "",
              "is it a subtype? Its loader does not give its parent ".concat(parent));
        }
      }
    }
  }
}
