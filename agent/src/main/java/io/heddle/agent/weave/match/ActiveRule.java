package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.exporter.report.RuleReport;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.ProbedRule;
import io.heddle.registry.error.SwallowedError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One rule and what became of it. Thread-safe. */
public final class ActiveRule {
  private static final int MAX_REASONS = 100;

  private final RuleSpec spec;
  private final ProbedRule rule;
  // methods that matched, by class: a class that comes by again, to be woven again, counts once
  private final Map<ClassKey, Integer> matched = new ConcurrentHashMap<>();
  private final AtomicLong failed = new AtomicLong();
  private final ConcurrentLinkedQueue<RuleReport.Reason> reasons = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reasonCount = new AtomicInteger();
  private final Set<String> notedOnce = ConcurrentHashMap.newKeySet();
  // by class and method: a class that is woven again, after a retransform, keeps its probes
  private final Map<ClassKey, Map<String, Woven>> woven = new ConcurrentHashMap<>();
  // woven too, but counting nothing: the rule may turn out to mean them, or not to
  private final Map<ClassKey, Map<String, Woven>> silent = new ConcurrentHashMap<>();
  private final List<Integer> guards;
  private final MethodLimit limit;
  private final @Nullable PackCompatibility fit;

  /**
   * @param index for {@code outermost}, the same for all rules of a guard
   * @param guards indexes of further guards
   * @param fit null if the rule is no pack's
   */
  public ActiveRule(
      RuleSpec spec,
      int index,
      List<Integer> guards,
      int labelLength,
      MethodLimit limit,
      @Nullable PackCompatibility fit) {
    this.spec = spec;
    this.guards = List.copyOf(guards);
    this.limit = limit;
    this.fit = fit;
    this.rule =
        new ProbedRule(
            index,
            spec.outermost(),
            ValueCompiler.conditions(spec.outcome()),
            ValueCompiler.thrown(spec.pack().thrown()),
            labelLength,
            new AtomicInteger());
  }

  public RuleSpec spec() {
    return spec;
  }

  /** The name of the rule's pack; of a rule that is no pack's, nothing. */
  public String pack() {
    return fit == null ? "" : fit.pack();
  }

  /** Whether the library fits the pack; null if the rule is no pack's. */
  public @Nullable PackCompatibility fit() {
    return fit;
  }

  public ProbedRule rule() {
    return rule;
  }

  /** Indexes of further guards than that of {@link #rule}. */
  public List<Integer> guards() {
    return guards;
  }

  /** A class came by whose name the rule asks for. */
  void received(ClassKey classKey) {
    matched.putIfAbsent(classKey, 0);
  }

  void matched(ClassKey classKey, int methods) {
    matched.put(classKey, methods);
  }

  /** What could not be woven, and why. */
  public void failed(String className, String method, String reason) {
    failed.incrementAndGet();
    note(className, method, reason);
  }

  /** A near miss: nothing failed, but nothing was woven either. */
  public void note(String className, String method, String reason) {
    if (reasonCount.incrementAndGet() <= MAX_REASONS) {
      reasons.add(new RuleReport.Reason(className, method, reason));
    }
  }

  /** A near miss of which one example is enough: it would drown the others. */
  void noteOnce(String className, String method, String reason) {
    if (notedOnce.add(reason)) {
      note(className, method, reason);
    }
  }

  /** What users should know of a method that is woven; once, however often its class comes by. */
  public void noteMethod(String className, String method, String reason) {
    if (reasonCount.get() < MAX_REASONS && notedOnce.add(className + "." + method + reason)) {
      note(className, method, reason);
    }
  }

  /**
   * The probe of a method: the one that it had when it was woven before, else a new one; null if
   * there may be no more.
   *
   * @param method name and descriptor
   */
  public @Nullable Woven weave(ClassKey classKey, String method, Supplier<Probe> probe) {
    Woven known = countAgain(classKey, method);
    if (known != null) {
      return known;
    }
    return methodsOf(woven, classKey)
        .computeIfAbsent(method, key -> limit.take() ? Woven.of(probe.get()) : null);
  }

  /** A method of a class that the rule was found not to mean, and whose load is tried again. */
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

  /** A method was not woven after all. Its id is spent: it may have been woven once before. */
  public void forget(ClassKey classKey, String method) {
    Map<String, Woven> inClass = woven.get(classKey);
    Woven one = inClass == null ? null : inClass.remove(method);
    if (one != null) {
      one.probe().expectNoMore();
      limit.giveBack(1);
    }
  }

  /** A class was not woven after all. */
  public void forget(ClassKey classKey) {
    Map<String, Woven> inClass = woven.remove(classKey);
    if (inClass != null) {
      for (Woven method : inClass.values()) {
        method.probe().expectNoMore();
      }
      limit.giveBack(inClass.size());
    }
  }

  /** Methods of a class that were woven for this rule, those that count nothing included. */
  public Set<String> methods(ClassKey classKey) {
    Set<String> methods = new HashSet<>(woven.getOrDefault(classKey, Map.of()).keySet());
    methods.addAll(silent.getOrDefault(classKey, Map.of()).keySet());
    return methods;
  }

  /**
   * Which methods of a class count, of those that were woven.
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

  /** Forgets the classes whose loader is gone. Nothing of theirs runs: their ids are free. */
  public synchronized void sweep() {
    limit.giveBack(sweep(woven));
    sweep(silent);
    matched.keySet().removeIf(ClassKey.GONE);
  }

  private static int sweep(Map<ClassKey, Map<String, Woven>> byClass) {
    int methods = 0;
    Iterator<Map.Entry<ClassKey, Map<String, Woven>>> all = byClass.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ClassKey, Map<String, Woven>> inClass = all.next();
      if (inClass.getKey().isGone()) {
        for (Woven method : inClass.getValue().values()) {
          method.probe().expectNoMore();
          ProbeBridge.remove(method.id());
        }
        methods += inClass.getValue().size();
        all.remove();
      }
    }
    return methods;
  }

  /** Why {@link #weave} said no. */
  public String limit() {
    return limit.toString();
  }

  public long wovenMethods() {
    long count = 0;
    for (Map<String, Woven> methods : woven.values()) {
      count += methods.size();
    }
    return count;
  }

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
    List<RuleReport.Reason> why = new ArrayList<>(reasons);
    String later = rule.notFollowed();
    if (later != null) {
      why.add(
          new RuleReport.Reason(
              later, "", ResultCompletion.ENDS + "results of this class are not followed"));
    }
    return new RuleReport(
        spec.id(), matched.size(), methods, count, firing, failed.get(), why, lastError());
  }

  private RuleReport.@Nullable LastError lastError() {
    SwallowedError last = rule.errors().last();
    return last == null
        ? null
        : new RuleReport.LastError(
            last.path(), last.className(), last.error(), rule.errors().count(), rule.isQuiet());
  }

  /** A woven method. */
  public record Woven(int id, Probe probe) {
    static Woven of(Probe probe) {
      probe.expect();
      return new Woven(ProbeBridge.add(probe), probe);
    }
  }
}
