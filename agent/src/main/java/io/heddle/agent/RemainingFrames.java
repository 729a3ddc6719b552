package io.heddle.agent;

import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.match.ActiveRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a detach leaves on the stacks of threads: woven methods that were called before their
 * class was restored and have not returned, whose code goes on as it was, and frames of Heddle's
 * own boot classes. The JVM does not tell which code a frame runs, so a method that returned and
 * was called again from the very same line at each look is among them. Virtual threads are not
 * seen.
 */
final class RemainingFrames {
  // each look stops all threads, for some 20 microseconds a thread
  private static final int MOST_THREADS = 2000;
  private static final int LOOKS = 5;
  private static final long PAUSE_MILLIS = 20;
  private static final String BOOT = "java.heddle.";

  private final Set<String> woven;
  // outermost frame first: as much of each stack as has not changed since the first look
  private Map<Thread, List<StackTraceElement>> kept = Map.of();
  private boolean isKnown;

  /**
   * One frame.
   *
   * @param thread name of its thread
   * @param method class and method
   * @param isWoven true for a woven method of the application, false for one of Heddle
   */
  record Frame(String thread, String method, boolean isWoven) {}

  private RemainingFrames(Set<String> woven) {
    this.woven = woven;
  }

  /** Looks at the stacks for the first time, while all that these rules wove is woven. */
  static RemainingFrames look(List<ActiveRule> rules) {
    Set<String> woven = new HashSet<>();
    for (ActiveRule rule : rules) {
      for (ClassKey classKey : rule.classes()) {
        for (String method : rule.methods(classKey)) {
          woven.add(classKey.name() + "." + method.substring(0, method.indexOf('(')));
        }
      }
    }
    RemainingFrames frames = new RemainingFrames(woven);
    frames.isKnown = threads() <= MOST_THREADS;
    if (frames.isKnown) {
      frames.kept = stacks();
    }
    return frames;
  }

  private static int threads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.activeCount();
  }

  private static Map<Thread, List<StackTraceElement>> stacks() {
    Map<Thread, List<StackTraceElement>> stacks = new LinkedHashMap<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread != Thread.currentThread()) {
                List<StackTraceElement> outermostFirst = new ArrayList<>(Arrays.asList(stack));
                Collections.reverse(outermostFirst);
                stacks.put(thread, outermostFirst);
              }
            });
    return stacks;
  }

  /** Returns false if there are too many threads to look at. */
  boolean isKnown() {
    return isKnown;
  }

  /** Returns what remains now that all is restored; waits a moment for what is about to return. */
  Set<Frame> remaining() throws InterruptedException {
    Set<Frame> found = Set.of();
    for (int look = 0; isKnown && look < LOOKS; look++) {
      if (look > 0) {
        Thread.sleep(PAUSE_MILLIS);
      }
      found = compare(stacks());
      if (found.isEmpty()) {
        return found;
      }
    }
    return found;
  }

  private Set<Frame> compare(Map<Thread, List<StackTraceElement>> now) {
    Set<Frame> found = new LinkedHashSet<>();
    Map<Thread, List<StackTraceElement>> unchanged = new LinkedHashMap<>();
    for (Map.Entry<Thread, List<StackTraceElement>> entry : now.entrySet()) {
      Thread thread = entry.getKey();
      List<StackTraceElement> stack = entry.getValue();
      int same = same(kept.getOrDefault(thread, List.of()), stack);
      unchanged.put(thread, stack.subList(0, same));
      for (int i = 0; i < stack.size(); i++) {
        StackTraceElement frame = stack.get(i);
        String method = frame.getClassName() + "." + frame.getMethodName();
        boolean isWoven = i < same && woven.contains(method);
        if (isWoven || frame.getClassName().startsWith(BOOT)) {
          found.add(new Frame(thread.getName(), method, isWoven));
        }
      }
    }
    kept = unchanged;
    return found;
  }

  /** Returns how many frames have not returned: the innermost of them may be at another line. */
  private static int same(List<StackTraceElement> before, List<StackTraceElement> now) {
    int most = Math.min(before.size(), now.size());
    int same = 0;
    while (same < most && before.get(same).equals(now.get(same))) {
      same++;
    }
    boolean further =
        same < most
            && before.get(same).getClassName().equals(now.get(same).getClassName())
            && before.get(same).getMethodName().equals(now.get(same).getMethodName());
    return further ? same + 1 : same;
  }
}
