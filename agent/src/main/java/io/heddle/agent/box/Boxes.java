package io.heddle.agent.box;

import io.heddle.agent.process.ProcessListener;
import io.heddle.registry.IdentityWeakKey;
import io.heddle.registry.Registry;
import io.heddle.registry.SnapshotHook;
import io.heddle.registry.StageFrame;
import io.heddle.registry.StageTimes;
import io.heddle.registry.Stages;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import io.heddle.registry.time.AgentWork;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the boxes of this JVM by an id, or by an object that is held weakly: a box whose object is
 * gone has stopped, and so has one whose process was known and has ended. Every creation that
 * begins is counted as created; it then fails, or the box runs until it is stopped.
 *
 * <p>Thread-safe; every method returns at once.
 */
public final class Boxes implements SnapshotHook, MetricProducer {
  /** Maximum number of live boxes. Beyond it the oldest is given up as stopped. */
  private static final int MAX_LIVE = 10_000;

  private static final long RETENTION_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Registry registry;
  private final Stages stages;
  private final int listLimit;
  private final LongSupplier clock;
  private final ProcessListener processListener;
  private final BoxListener listener;
  private final LabeledCounter created;
  private final LabeledCounter failed;
  private final LabeledCounter stopped;
  private final ConcurrentHashMap<Object, Box> byKey = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<StageTimes, Box> creating = new ConcurrentHashMap<>();
  private final BoxProcesses processes = new BoxProcesses();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  // guarded by this
  private final Set<Box> live = new LinkedHashSet<>();
  private final Deque<Box> ended = new ArrayDeque<>();
  private final Map<String, Long> running = new TreeMap<>();
  private final Map<String, LabelSet> labels = new TreeMap<>();
  private long lastNumber;

  /**
   * @param listLimit live boxes that are listed, and ended ones that are kept for an hour
   * @param clock {@link System#nanoTime}, or a replacement of it
   * @param processListener receives the processes of boxes
   */
  public Boxes(
      Registry registry,
      int listLimit,
      LongSupplier clock,
      ProcessListener processListener,
      BoxListener listener) {
    this.registry = registry;
    this.stages = registry.wantStages();
    this.listLimit = listLimit;
    this.clock = clock;
    this.processListener = processListener;
    this.listener = listener;
    this.created = counter("boxes_created", "Boxes whose creation began.");
    this.failed = counter("boxes_failed", "Boxes whose creation failed.");
    this.stopped = counter("boxes_stopped", "Boxes that ran, or could have, and have ended.");
    registry.addHook(this);
    registry.addProducer(this);
  }

  private LabeledCounter counter(String name, String help) {
    return registry.counter(name, help, List.of("runner"));
  }

  /** Returns the stages of runs and boxes. */
  public Stages stages() {
    return stages;
  }

  /** Records an error of the application's code that was asked about a box. */
  void recordError(Throwable error) {
    registry.errors().add(error);
  }

  /** Returns the time of the clock in nanoseconds. */
  public long now() {
    return clock.getAsLong();
  }

  // ---- the life of a box -----------------------------------------------------------------------

  /**
   * Begins a creation.
   *
   * @param key key of the box, or null if it is not known yet; a box of this key that has ended
   *     begins again, and one that lives keeps the key until this creation has succeeded
   */
  public Box create(String runner, @Nullable Object key) {
    clean();
    Box before = key == null ? null : byKey.get(lookup(key));
    boolean free = before == null || !before.isLive();
    Box box = add(runner, before, Box.State.CREATING);
    created.at(List.of(runner)).increment();
    creating.put(box.times(), box);
    if (key != null && free) {
      addKey(box, key);
    }
    return box;
  }

  /** Returns the box of this key; a key that is new gets a box that runs already. */
  synchronized Box getOrCreate(String runner, Object key) {
    Box known = find(key);
    if (known != null) {
      return known;
    }
    Box box = add(runner, null, Box.State.RUNNING);
    box.times().abandon(); // its creation was not seen
    addKey(box, key);
    return box;
  }

  private synchronized Box add(String runner, @Nullable Box before, Box.State state) {
    String id = before == null ? runner + "-" + ++lastNumber : before.id();
    Box.Counts counts = before == null ? new Box.Counts() : before.counts();
    Box box = new Box(id, runner, before == null ? "unknown" : before.name(), now(), counts);
    if (before != null && !before.isLive()) {
      ended.remove(before);
      forget(before);
    }
    box.state(state);
    live.add(box);
    running.merge(runner, state == Box.State.RUNNING ? 1L : 0L, Long::sum);
    if (live.size() > MAX_LIVE) {
      end(live.iterator().next());
    }
    return box;
  }

  /** Adds a key to a box. Ends another box of this key, as its end could not be reported. */
  public synchronized void addKey(Box box, Object key) {
    Box before = find(key);
    if (before == box) {
      return;
    }
    if (key instanceof String id) {
      box.id(id);
    }
    Object kept = key instanceof String ? key : new IdentityWeakKey<>(key, gone);
    byKey.put(kept, box);
    box.keys().add(kept);
    if (before != null) {
      end(before);
      if (before.id().equals(box.id())) {
        ended.remove(before); // what it has counted is the other's
      }
    }
  }

  /** Returns the box of this key, or null if there is none. */
  public @Nullable Box find(Object key) {
    return byKey.get(lookup(key));
  }

  private static Object lookup(Object key) {
    return key instanceof String ? key : IdentityWeakKey.lookup(key);
  }

  /** Returns the innermost box that this thread is creating, or null. */
  public @Nullable Box enclosing() {
    for (StageFrame frame = stages.innermost(); frame != null; frame = frame.outer()) {
      StageTimes times = frame.times();
      Box box = times == null ? null : creating.get(times);
      if (box != null) {
        return box;
      }
    }
    return null;
  }

  /** Marks the creation of the box as succeeded now. */
  public void up(Box box) {
    long now = now();
    long start = box.startNanos();
    up(box, now, box.isStartedOnThisThread() ? AgentWork.within(start, now - start) : 0);
  }

  /**
   * Marks the creation of the box as succeeded.
   *
   * @param upNanos time of the success
   * @param ownNanos Heddle's own work within the creation, in nanoseconds
   */
  void up(Box box, long upNanos, long ownNanos) {
    if (creating.remove(box.times()) == null || !runs(box, Box.State.CREATING)) {
      return;
    }
    long nanos = Math.max(0, upNanos - box.startNanos() - ownNanos);
    box.created(nanos);
    stages.finish(box.times(), nanos);
    listener.up(box);
  }

  /** Marks the box as running, perhaps again. Returns false if its state is not {@code before}. */
  private synchronized boolean runs(Box box, Box.State before) {
    if (box.state() != before) {
      return false;
    }
    ended.remove(box);
    live.add(box);
    if (before == Box.State.STOPPED) {
      box.processGone(false);
    }
    box.state(Box.State.RUNNING);
    running.merge(box.runner(), 1L, Long::sum);
    return true;
  }

  /** Marks a stopped box as running again; this is no creation. Ignores a box in another state. */
  public void restarted(Box box) {
    runs(box, Box.State.STOPPED);
  }

  /** Marks the creation of the box as failed. */
  public void failed(Box box) {
    if (creating.remove(box.times()) != null) {
      box.times().abandon();
      if (moveToEnded(box, Box.State.FAILED)) {
        failed.at(List.of(box.runner())).increment();
      }
    }
  }

  /** Sets the process of the box, one of this machine, or null if it is unknown. */
  void process(Box box, @Nullable BoxProcess process) {
    box.process(process);
    if (process != null) {
      processes.add(box);
      processListener.box(process.pid());
    }
  }

  /** Records that the process of the box, one of this machine, ended before it could be read. */
  void processGone(Box box) {
    processes.gone(box);
  }

  /** Sets the process that a daemon names for the box, if it can be one of this machine. */
  public void setReportedProcess(Box box, long pid) {
    BoxProcess known = box.process();
    if (known == null || known.pid() != pid) {
      process(box, box.ownProcess(pid));
    }
  }

  /** Marks the box as stopped. Idempotent. */
  public void end(Box box) {
    creating.remove(box.times());
    box.times().abandon();
    if (moveToEnded(box, Box.State.STOPPED)) {
      stopped.at(List.of(box.runner())).increment();
    }
  }

  private synchronized boolean moveToEnded(Box box, Box.State end) {
    if (!box.isLive()) {
      return false;
    }
    if (box.state() == Box.State.RUNNING) {
      running.merge(box.runner(), -1L, Long::sum);
    }
    box.state(end);
    box.endNanos(now());
    box.process(null);
    box.network(null);
    live.remove(box);
    ended.addLast(box);
    if (ended.size() > listLimit) {
      forget(ended.removeFirst());
    }
    return true;
  }

  private void forget(Box box) {
    for (Object key : box.keys()) {
      byKey.remove(key, box);
    }
  }

  @Override
  public void settle() {
    for (Box box : processes.ended()) {
      end(box);
    }
    clean();
  }

  private void clean() {
    for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
      Box box = byKey.remove(dead);
      if (box != null) {
        end(box);
      }
    }
    synchronized (this) {
      while (!ended.isEmpty() && now() - ended.getFirst().endNanos() > RETENTION_NANOS) {
        forget(ended.removeFirst());
      }
    }
  }

  /** Forgets all boxes; further calls for them are ignored. */
  public synchronized void close() {
    byKey.clear();
    creating.clear();
    processes.clear();
    live.clear();
    ended.clear();
  }

  // ---- what is published -----------------------------------------------------------------------

  @Override
  public synchronized List<MetricSnapshot> read() {
    List<Point> points = new ArrayList<>();
    for (Map.Entry<String, Long> one : running.entrySet()) {
      LabelSet set =
          labels.computeIfAbsent(
              one.getKey(), runner -> LabelSet.of(List.of("runner"), List.of(runner)));
      points.add(new Point(set, one.getValue()));
    }
    List<MetricSnapshot> all = new ArrayList<>();
    String prefix = registry.prefix() + "_";
    if (!points.isEmpty()) {
      all.add(new MetricSnapshot.Gauge(prefix + "boxes_running", "Boxes that run now.", points));
    }
    if (stages.ignored() > 0) {
      all.add(
          MetricSnapshot.counter(
              prefix + "self_ignored_stages_total",
              "Stages of boxes that came a second time or too late, and are not counted.",
              stages.ignored()));
    }
    return all;
  }

  /** Returns the live boxes, or the newest of many, and the boxes that ended within an hour. */
  List<Box> list() {
    settle();
    return listed();
  }

  private synchronized List<Box> listed() {
    List<Box> all = new ArrayList<>(live);
    List<Box> newest =
        new ArrayList<>(all.subList(Math.max(0, all.size() - listLimit), all.size()));
    newest.addAll(ended);
    return newest;
  }

  /** Returns the box of this id, or of an id that begins with these twelve characters or more. */
  @Nullable Box byId(String id) {
    Box begins = null;
    Box found = null;
    for (Box box : list()) {
      if (box.id().equals(id) && (found == null || rank(box) >= rank(found))) {
        found = box;
      }
      if (begins == null && ShortId.matches(id, box.id())) {
        begins = box;
      }
    }
    return found == null ? begins : found;
  }

  /** Ranks boxes of one id: a running one is preferred to one that is being created again. */
  private static int rank(Box box) {
    return box.state() == Box.State.RUNNING ? 2 : box.isLive() ? 1 : 0;
  }
}
