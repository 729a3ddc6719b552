package io.heddle.agent.weave;

import io.heddle.agent.config.RuleSpec;
import io.heddle.exporter.RuleReport;
import io.heddle.probe.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One rule and what became of it. Thread-safe. */
final class RuleState {
  private static final int MAX_REASONS = 100;

  private final RuleSpec spec;
  private final Probe.Rule rule;
  // methods that matched, by class: a class that comes by again, to be woven again, counts once
  private final Map<String, Integer> matched = new ConcurrentHashMap<>();
  private final AtomicLong failed = new AtomicLong();
  private final ConcurrentLinkedQueue<RuleReport.Reason> reasons = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reasonCount = new AtomicInteger();
  // by class and method: a class that is woven again, after a retransform, keeps its probes
  private final Map<String, Map<String, Woven>> woven = new ConcurrentHashMap<>();

  RuleState(RuleSpec spec, int index, int labelLength) {
    this.spec = spec;
    this.rule =
        new Probe.Rule(
            index,
            spec.outermost(),
            Values.conditions(spec.outcome()),
            labelLength,
            new AtomicInteger());
  }

  RuleSpec spec() {
    return spec;
  }

  Probe.Rule rule() {
    return rule;
  }

  /** A class came by whose name the rule asks for. */
  void received(String classKey) {
    matched.putIfAbsent(classKey, 0);
  }

  void matched(String classKey, int methods) {
    matched.put(classKey, methods);
  }

  /** What could not be woven, and why. */
  void failed(String className, String method, String reason) {
    failed.incrementAndGet();
    note(className, method, reason);
  }

  /** A near miss: nothing failed, but nothing was woven either. */
  void note(String className, String method, String reason) {
    if (reasonCount.incrementAndGet() <= MAX_REASONS) {
      reasons.add(new RuleReport.Reason(className, method, reason));
    }
  }

  /** The probe ids of a class that was woven before, by loader and method. */
  Map<String, Woven> wovenIn(String classKey) {
    return woven.computeIfAbsent(classKey, key -> new ConcurrentHashMap<>());
  }

  void forget(String classKey) {
    woven.remove(classKey);
  }

  long wovenMethods() {
    long count = 0;
    for (Map<String, Woven> methods : woven.values()) {
      count += methods.size();
    }
    return count;
  }

  RuleReport report() {
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
    return new RuleReport(spec.id(), matched.size(), methods, count, firing, failed.get(), why);
  }

  /** A woven method. */
  record Woven(int id, Probe probe) {}
}
