package io.heddle.agent.weave.match;

import io.heddle.exporter.report.RuleReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The reasons why a rule did not weave what it names, at most {@value #MOST}. Thread-safe. */
public final class RuleReasons {
  private static final int MOST = 100;

  private final ConcurrentLinkedQueue<RuleReport.Reason> reasons = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Set<String> notedOnce = ConcurrentHashMap.newKeySet();

  RuleReasons() {}

  void note(String className, String method, String reason) {
    if (count.incrementAndGet() <= MOST) {
      reasons.add(new RuleReport.Reason(className, method, reason));
    }
  }

  /** Notes a near miss of which one example is enough: more of them would drown the others. */
  void noteOnce(String className, String method, String reason) {
    if (notedOnce.add(reason)) {
      note(className, method, reason);
    }
  }

  /** Notes once what users should know of a woven method, however often its class is woven. */
  public void noteMethod(String className, String method, String reason) {
    if (count.get() < MOST && notedOnce.add(className + "." + method + reason)) {
      note(className, method, reason);
    }
  }

  /** Returns the reasons in their order; a list of its own. */
  List<RuleReport.Reason> all() {
    return new ArrayList<>(reasons);
  }
}
