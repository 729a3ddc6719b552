package io.heddle.agent.weave.match;

import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives probes their ids. A method that is woven again has the ids that it had before: the JVM
 * keeps every constant that a class ever had, so new ids would fill its constant pool, one reload
 * after the other. An id is not given again before the next reload, as code may still run that has
 * it. Thread-safe.
 */
final class ProbeIds {
  // of methods that were woven and are not any more; guarded by this
  private final Map<ClassKey, List<Spent>> spent = new HashMap<>();
  private long reloads;
  private final boolean real;

  /** An id that the woven code of a method had. */
  private record Spent(String method, int id, long reload) {}

  /** Creates an empty set of ids; unless they are real every one is 0, and no code has it. */
  ProbeIds(boolean real) {
    this.real = real;
  }

  /** Returns an id for the probe of a method, by its name and descriptor. */
  int of(ClassKey classKey, String method, Probe probe) {
    if (!real) {
      return 0;
    }
    Integer known = take(classKey, method);
    return known == null
        ? ProbeBridge.add(probe, 31 * classKey.name().hashCode() + method.hashCode())
        : ProbeBridge.set(known, probe);
  }

  private synchronized @Nullable Integer take(ClassKey classKey, String method) {
    List<Spent> ofClass = spent.get(classKey);
    for (int i = 0; ofClass != null && i < ofClass.size(); i++) {
      Spent one = ofClass.get(i);
      if (one.method.equals(method) && one.reload < reloads) {
        ofClass.remove(i);
        return one.id;
      }
    }
    return null;
  }

  /** Notes an id that no new code of the method has. */
  synchronized void spend(ClassKey classKey, String method, int id) {
    List<Spent> ofClass = spent.get(classKey);
    if (ofClass == null) {
      ofClass = new ArrayList<>(2);
      spent.put(classKey, ofClass);
    }
    ofClass.add(new Spent(method, id, reloads));
  }

  /** Begins a reload: ids spent before it may be given again. */
  synchronized void reload() {
    reloads++;
  }

  /** Frees the ids of classes whose loader is gone: none of their code runs. */
  synchronized void sweep() {
    Iterator<Map.Entry<ClassKey, List<Spent>>> all = spent.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ClassKey, List<Spent>> one = all.next();
      if (one.getKey().isGone()) {
        for (Spent id : one.getValue()) {
          ProbeBridge.remove(id.id);
        }
        all.remove();
      }
    }
  }

  /** Frees the ids of methods whose class is gone, and returns how many there were. */
  static int release(Map<ClassKey, Map<String, ActiveRule.Woven>> byClass) {
    int methods = 0;
    Iterator<Map.Entry<ClassKey, Map<String, ActiveRule.Woven>>> all =
        byClass.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ClassKey, Map<String, ActiveRule.Woven>> inClass = all.next();
      if (inClass.getKey().isGone()) {
        for (ActiveRule.Woven method : inClass.getValue().values()) {
          method.probe().expectNoMore();
          ProbeBridge.remove(method.id());
        }
        methods += inClass.getValue().size();
        all.remove();
      }
    }
    return methods;
  }
}
