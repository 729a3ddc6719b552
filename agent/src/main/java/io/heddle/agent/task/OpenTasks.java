package io.heddle.agent.task;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.NestedRunRule;
import io.heddle.registry.snapshot.LabelSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the tasks that an application has reported as started and not as completed, and the runs
 * that are part of them: a task and the child that it runs count once where tasks are counted.
 *
 * <p>A task is with the thread that reported it. A run that begins on the thread of an open task of
 * the same runner is part of that task. A run that begins on another thread is that of the oldest
 * task for which nothing has run yet, and the task is with that thread from then on: so runners
 * hand tasks to executors. Everything else is a run of its own. Each task takes at most one run of
 * a thread that is not its own, so what others run beside tasks is not lost in them.
 *
 * <p>A runner may report a task only after its child has started. Then the child stands for both,
 * and the task is part of it. If it was no child of that task, the next one that begins in the task
 * counts instead: there are as many as there were.
 *
 * <p>Thread-safe.
 */
public final class OpenTasks implements NestedRunRule {
  /** Maximum number of open tasks of one runner. Beyond it the oldest is given up. */
  private static final int MAX_OPEN = 10_000;

  /** Maximum time between a child and the later report of the task that it stands for. */
  private static final long MAX_REPORT_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<String, Tasks> byRunner = new ConcurrentHashMap<>();

  /**
   * Adds a task of this runner that has started on this thread.
   *
   * @return the task; it is a part if its child, which this thread has just started, stands for it
   */
  OpenTask started(String runner) {
    return tasks(runner).started(Thread.currentThread().getId(), System.nanoTime());
  }

  private Tasks tasks(String runner) {
    Tasks known = byRunner.get(runner);
    if (known != null) {
      return known;
    }
    Tasks fresh = new Tasks();
    Tasks before = byRunner.putIfAbsent(runner, fresh);
    return before == null ? fresh : before;
  }

  /** Adds a child that is part of no task and was started by this thread. */
  public void addStandalone(String runner, Object child) {
    tasks(runner).addStandalone(Thread.currentThread().getId(), child, System.nanoTime());
  }

  /** Removes a child that has ended. */
  public void ended(String runner, Object child) {
    Tasks tasks = byRunner.get(runner);
    if (tasks != null) {
      tasks.ended(child);
    }
  }

  /**
   * Removes a task of this runner that this thread reports as ended: one that is with the thread,
   * or else any; of several, the one whose beginning fits the duration best.
   *
   * @return the result of {@link #started} for this task; null if there was none
   */
  @Nullable OpenTask completed(String runner, long nanos) {
    Tasks tasks = byRunner.get(runner);
    return tasks == null
        ? null
        : tasks.completed(Thread.currentThread().getId(), System.nanoTime() - nanos);
  }

  /** Returns true if a run of this runner that begins now on this thread is part of a task. */
  @Override
  public boolean isPart(LabelSet labels) {
    // not every road that leads here is suppressed, and rules may weave what is used here
    Suppression suppression = ProbeBridge.suppress();
    try {
      int at = labels.names().indexOf("runner");
      Tasks tasks = at < 0 ? null : byRunner.get(labels.values().get(at));
      return tasks != null && tasks.takeRun(Thread.currentThread().getId());
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  private record Child(Object child, long nanos) {}

  /** The open tasks of one runner. */
  private static final class Tasks {
    // all of these by age, guarded by this
    private final NavigableSet<OpenTask> open = new TreeSet<>();
    private final NavigableSet<OpenTask> withoutRun = new TreeSet<>();
    private final Map<Long, NavigableSet<OpenTask>> byThread = new HashMap<>();
    // children that are part of no task: the last of each thread, and where each of these is
    private final Map<Long, Child> standalone = new HashMap<>();
    private final IdentityHashMap<Object, Long> threads = new IdentityHashMap<>();
    private long last;

    synchronized OpenTask started(long thread, long nanos) {
      OpenTask task = new OpenTask(thread, nanos, ++last);
      Child before = standalone.remove(thread);
      if (before != null) {
        threads.remove(before.child());
        task.isPart = nanos - before.nanos() < MAX_REPORT_DELAY_NANOS;
        task.nextChildCounts = task.isPart;
      }
      open.add(task);
      if (!task.isPart) {
        withoutRun.add(task);
      }
      addToThread(thread, task);
      if (open.size() > MAX_OPEN) {
        OpenTask oldest = open.first();
        remove(oldest);
        task.displaced = oldest;
      }
      return task;
    }

    synchronized void addStandalone(long thread, Object child, long nanos) {
      Child before = standalone.put(thread, new Child(child, nanos));
      if (before != null) {
        threads.remove(before.child());
      }
      threads.put(child, thread);
    }

    synchronized void ended(Object child) {
      Long thread = threads.remove(child);
      if (thread != null) {
        standalone.remove(thread);
      }
    }

    private void addToThread(long thread, OpenTask task) {
      NavigableSet<OpenTask> own = byThread.get(thread);
      if (own == null) {
        own = new TreeSet<>();
        byThread.put(thread, own);
      }
      own.add(task);
      task.thread = thread;
    }

    private void removeFromThread(OpenTask task) {
      NavigableSet<OpenTask> own = byThread.get(task.thread);
      if (own != null && own.remove(task) && own.isEmpty()) {
        byThread.remove(task.thread);
      }
    }

    private void remove(OpenTask task) {
      open.remove(task);
      withoutRun.remove(task);
      removeFromThread(task);
    }

    synchronized boolean takeRun(long thread) {
      if (open.isEmpty()) {
        return false;
      }
      NavigableSet<OpenTask> own = byThread.get(thread);
      if (own != null) {
        return takeOwnRun(own);
      }
      if (withoutRun.isEmpty()) {
        return false;
      }
      OpenTask handedOver = withoutRun.first();
      withoutRun.remove(handedOver);
      removeFromThread(handedOver);
      addToThread(thread, handedOver);
      return true;
    }

    private boolean takeOwnRun(NavigableSet<OpenTask> own) {
      for (OpenTask task : own) {
        if (withoutRun.remove(task)) {
          return true;
        }
      }
      for (OpenTask task : own) {
        if (task.nextChildCounts) {
          task.nextChildCounts = false;
          return false;
        }
      }
      return true;
    }

    synchronized @Nullable OpenTask completed(long thread, long startNanos) {
      NavigableSet<OpenTask> own = byThread.get(thread);
      OpenTask nearest = nearest(own == null ? open : own, startNanos);
      if (nearest != null) {
        remove(nearest);
      }
      return nearest;
    }

    private static @Nullable OpenTask nearest(NavigableSet<OpenTask> all, long startNanos) {
      OpenTask wanted = new OpenTask(0, startNanos, 0);
      OpenTask before = all.floor(wanted);
      OpenTask after = all.ceiling(wanted);
      if (before == null || after == null) {
        return before == null ? after : before;
      }
      return startNanos - before.startNanos <= after.startNanos - startNanos ? before : after;
    }
  }
}
