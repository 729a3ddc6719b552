package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.classes.AnnotationSearch;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.exporter.report.RuleReport;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbedRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A rule in force, with the methods that it matched and wove, and what failed. Thread-safe. */
public final class ActiveRule {
  private final RuleSpec spec;
  private final ProbedRule rule;
  // methods that matched, by class: a class that is seen again, to be woven again, counts once
  private final Map<ClassKey, Integer> matched = new ConcurrentHashMap<>();
  private final AtomicLong failed = new AtomicLong();
  private final RuleReasons reasons = new RuleReasons();
  // by class and method: a class that is woven again, after a retransform, keeps its probes
  private final Map<ClassKey, Map<String, Woven>> woven = new ConcurrentHashMap<>();
  // woven too, but counting nothing: the rule may turn out to mean them, or not to
  private final Map<ClassKey, Map<String, Woven>> silent = new ConcurrentHashMap<>();
  // probes of the rule of before, which count on; guarded by this
  private final List<Probe> inherited = new ArrayList<>();
  private final List<Integer> guards;
  private final MethodLimit limit;
  private final @Nullable PackCompatibility fit;
  private final @Nullable String annotation;
  private final String pack;
  private volatile boolean saidFolding;
  // the rule whose place this one takes, with its series; until the reload is over
  private volatile @Nullable ActiveRule before;
  private volatile boolean retired;

  /**
   * Creates a rule that has met no class yet.
   *
   * @param index for {@code outermost}, the same for all rules of a guard
   * @param guards indexes of further guards
   * @param fit null if the rule belongs to no pack, or to one that fits every version
   * @param pack name of the pack; empty if the rule belongs to none
   */
  public ActiveRule(
      RuleSpec spec,
      int index,
      List<Integer> guards,
      int labelLength,
      MethodLimit limit,
      @Nullable PackCompatibility fit,
      String pack) {
    this(spec, index, guards, labelLength, limit, fit, pack, null);
  }

  /**
   * Creates a rule that takes the place of another, and goes on with its series.
   *
   * @param pack name of the pack that the rule belongs to; empty: it is the user's
   * @param before the other rule, of the same family and labels; null if there is none
   */
  public ActiveRule(
      RuleSpec spec,
      int index,
      List<Integer> guards,
      int labelLength,
      MethodLimit limit,
      @Nullable PackCompatibility fit,
      String pack,
      @Nullable ActiveRule before) {
    this.spec = spec;
    this.before = before;
    this.guards = List.copyOf(guards);
    this.limit = limit;
    this.fit = fit;
    String annotated = spec.selector().annotated();
    this.annotation = annotated == null ? null : AnnotationSearch.descriptor(annotated);
    this.pack = pack;
    this.rule =
        new ProbedRule(
            index,
            spec.outermost() != null,
            ValueCompiler.conditions(spec.outcome()),
            ValueCompiler.thrown(spec.outcome().thrown()),
            labelLength,
            new AtomicInteger(),
            before == null ? null : before.rule);
  }

  /** Returns the rule as it was configured. */
  public RuleSpec spec() {
    return spec;
  }

  /** Returns the name of the rule's pack, or an empty text if the rule belongs to none. */
  public String pack() {
    return pack;
  }

  /** Returns the check whether the library fits the pack; null if nothing is to be checked. */
  public @Nullable PackCompatibility fit() {
    return fit;
  }

  /** Returns the annotation that the rule asks for, as {@link AnnotationSearch} wants it. */
  @Nullable String annotation() {
    return annotation;
  }

  /** Returns the part of the rule that its probes use. */
  public ProbedRule rule() {
    return rule;
  }

  /** Returns the indexes of further guards than that of {@link #rule}. */
  public List<Integer> guards() {
    return guards;
  }

  /** Notes a class that the rule may concern, before its methods are looked at. */
  void received(ClassKey classKey) {
    matched.putIfAbsent(classKey, 0);
  }

  /** Sets how many methods of a class the rule means. */
  public void matched(ClassKey classKey, int methods) {
    matched.put(classKey, methods);
  }

  /** Counts a class or method that could not be woven, and notes the reason. */
  public void failed(String className, String method, String reason) {
    failed.incrementAndGet();
    note(className, method, reason);
  }

  /** Returns the near misses, and what else is to be known of woven methods. */
  public RuleReasons reasons() {
    return reasons;
  }

  /** Notes a near miss: nothing failed, but nothing was woven either. */
  public void note(String className, String method, String reason) {
    reasons.note(className, method, reason);
  }

  /**
   * Returns the probe of a method: the one that it had when it was woven before, else a new one;
   * null if the limit allows no more.
   *
   * @param method name and descriptor
   */
  public @Nullable Woven weave(ClassKey classKey, String method, Supplier<Probe> probe) {
    Woven known = countAgain(classKey, method);
    if (known != null) {
      return known;
    }
    Woven one =
        methodsOf(woven, classKey)
            .computeIfAbsent(
                method, key -> !retired && limit.take() ? make(classKey, key, probe.get()) : null);
    if (one != null && retired) {
      one.probe().silence(true); // of a class that was being loaded meanwhile
      retire(null);
    }
    return one;
  }

  private Woven make(ClassKey classKey, String method, Probe probe) {
    ActiveRule other = before;
    Map<String, Woven> others = other == null ? null : other.woven.get(classKey);
    Woven same = others == null ? null : others.get(method);
    if (same != null) {
      probe.countAs(same.probe());
    }
    probe.expect();
    return new Woven(limit.ids().of(classKey, method, probe), probe);
  }

  /** Lets a method count again that was silent, since the load of its class is tried again. */
  private synchronized @Nullable Woven countAgain(ClassKey classKey, String method) {
    Map<String, Woven> quiet = silent.get(classKey);
    Woven one =
        quiet == null || !quiet.containsKey(method) || !limit.take() ? null : quiet.remove(method);
    if (one != null) {
      one.probe().silence(false);
      methodsOf(woven, classKey).put(method, one);
    }
    return one;
  }

  /** Takes back a method that was not woven after all; its id is spent, as it may be in use. */
  public void forget(ClassKey classKey, String method) {
    Map<String, Woven> inClass = woven.get(classKey);
    Woven one = inClass == null ? null : inClass.remove(method);
    if (one != null) {
      one.probe().expectNoMore();
      limit.ids().spend(classKey, method, one.id());
      limit.giveBack(1);
    }
  }

  /** Takes back a class that was not woven after all. */
  public void forget(ClassKey classKey) {
    keepOnly(classKey, Set.of());
    woven.remove(classKey);
  }

  /** Takes back those methods of a class that another rule has now, or that no longer match. */
  public void keepOnly(ClassKey classKey, Set<String> methods) {
    Map<String, Woven> inClass = woven.get(classKey);
    for (String method : inClass == null ? Set.<String>of() : Set.copyOf(inClass.keySet())) {
      if (!methods.contains(method)) {
        forget(classKey, method);
      }
    }
  }

  /** Returns the classes that were woven for this rule. */
  public Set<ClassKey> classes() {
    Set<ClassKey> classes = new HashSet<>();
    for (ClassKey classKey : woven.keySet()) {
      if (!methods(classKey).isEmpty()) {
        classes.add(classKey);
      }
    }
    classes.addAll(silent.keySet());
    return classes;
  }

  /**
   * Takes the rule out of force. Where another one goes on with its series, the probes of methods
   * that this one weaves too count on until that goes: a thread may have entered a method as it was
   * before, and not have come to the count.
   *
   * @param next the other rule; null: the probes count nothing any more
   */
  public synchronized void retire(@Nullable ActiveRule next) {
    retired = true;
    inherited.forEach(probe -> probe.silence(true));
    inherited.clear();
    for (Map<ClassKey, Map<String, Woven>> byClass : List.of(woven, silent)) {
      for (Map.Entry<ClassKey, Map<String, Woven>> inClass : byClass.entrySet()) {
        for (Map.Entry<String, Woven> method : inClass.getValue().entrySet()) {
          Probe probe = method.getValue().probe();
          if (next == null || !next.inherits(inClass.getKey(), method.getKey(), probe)) {
            probe.silence(true);
          }
          limit.ids().spend(inClass.getKey(), method.getKey(), method.getValue().id());
        }
      }
    }
    limit.giveBack((int) wovenMethods());
    woven.clear();
    silent.clear();
    matched.clear();
  }

  /** Takes over the probe of a rule of before if this one weaves the method too. */
  private synchronized boolean inherits(ClassKey classKey, String method, Probe probe) {
    Map<String, Woven> inClass = woven.get(classKey);
    if (inClass == null || !inClass.containsKey(method)) {
      return false;
    }
    probe.expectNoMore();
    inherited.add(probe);
    return true;
  }

  /** Lets go of the rule whose place this one has taken. */
  public void settled() {
    before = null;
  }

  /** Returns the methods of a class that were woven for this rule, the silent ones included. */
  public Set<String> methods(ClassKey classKey) {
    Set<String> methods = new HashSet<>(woven.getOrDefault(classKey, Map.of()).keySet());
    methods.addAll(silent.getOrDefault(classKey, Map.of()).keySet());
    return methods;
  }

  /**
   * Sets which of the woven methods of a class count; the others are silent.
   *
   * @param counting null if the rule does not mean the class
   */
  synchronized void choose(ClassKey classKey, @Nullable Set<String> counting) {
    Map<String, Woven> loud = methodsOf(woven, classKey);
    Map<String, Woven> quiet = methodsOf(silent, classKey);
    int before = loud.size();
    for (String method : methods(classKey)) {
      boolean counts = counting != null && counting.contains(method);
      Woven one = (counts ? quiet : loud).remove(method);
      if (one != null) {
        one.probe().silence(!counts);
        (counts ? loud : quiet).put(method, one);
      }
    }
    limit.giveBack(before - loud.size());
    if (loud.isEmpty()) {
      woven.remove(classKey);
    }
    if (quiet.isEmpty()) {
      silent.remove(classKey);
    }
    if (counting == null) {
      matched.remove(classKey);
    } else {
      matched.put(classKey, counting.size());
    }
  }

  private static Map<String, Woven> methodsOf(
      Map<ClassKey, Map<String, Woven>> all, ClassKey classKey) {
    return all.computeIfAbsent(classKey, key -> new ConcurrentHashMap<>());
  }

  /** Forgets the classes whose loader is gone; none of their code runs, so their ids are free. */
  public synchronized void sweep() {
    limit.giveBack(ProbeIds.release(woven));
    ProbeIds.release(silent);
    limit.ids().sweep();
    matched.keySet().removeIf(ClassKey.GONE);
  }

  /** Returns the reason why {@link #weave} returned null. */
  public String limit() {
    return limit.toString();
  }

  /** Returns the number of woven methods that count. */
  public long wovenMethods() {
    long count = 0;
    for (Map<String, Woven> methods : woven.values()) {
      count += methods.size();
    }
    return count;
  }

  /** Returns the present state of this rule. */
  public RuleReport report() {
    long count = 0;
    long firing = 0;
    for (Map<String, Woven> methods : woven.values()) {
      for (Woven method : methods.values()) {
        count++;
        firing += method.probe().hasFired() ? 1 : 0;
      }
    }
    long methods = 0;
    for (int inClass : matched.values()) {
      methods += inClass;
    }
    return new RuleReport(
        spec.id(),
        matched.size(),
        methods,
        count,
        firing,
        failed.get(),
        RuleFigures.reasons(this),
        RuleFigures.lastError(rule),
        pack,
        false);
  }

  /**
   * Returns a sentence about label sets that fold the first time that there is something to say;
   * else null.
   */
  public @Nullable String newlyFolding() {
    String folding = saidFolding ? null : RuleFigures.folding(this);
    if (folding != null) {
      saidFolding = true;
    }
    return folding;
  }

  /** Returns the names of some classes that the rule has looked at. */
  public List<String> received(int most) {
    List<String> names = new ArrayList<>();
    for (ClassKey classKey : matched.keySet()) {
      if (names.size() < most) {
        names.add(classKey.name());
      }
    }
    return names;
  }

  /** A woven method: the id of its probe, and the probe. */
  public record Woven(int id, Probe probe) {}
}
