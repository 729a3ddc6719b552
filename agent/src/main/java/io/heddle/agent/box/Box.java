package io.heddle.agent.box;

import io.heddle.registry.StageTimes;
import io.heddle.registry.Stages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Something that is created, becomes ready and then runs commands. What it counts outlives a
 * restart; how long its creation took is set once. Its state is guarded by its {@link Boxes}.
 */
public final class Box {
  static final long UNKNOWN = -1;

  /** Where it is in its life. */
  public enum State {
    CREATING("creating"),
    RUNNING("running"),
    STOPPED("stopped"),
    FAILED("failed");

    private final String label;

    State(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  private final String runner;
  private final Counts counts;
  private final StageTimes times = new StageTimes(Stages.BOX, true);
  private final AtomicLong createNanos = new AtomicLong(UNKNOWN);
  private final AtomicLong bootNanos = new AtomicLong(UNKNOWN);
  private final long startNanos;
  private final long startThread = Thread.currentThread().getId();
  private final List<Object> keys = new ArrayList<>(2);
  private volatile String id;
  private volatile String name;
  private volatile State state = State.CREATING;
  private volatile @Nullable BoxProcess process;
  private volatile boolean processGone;
  private volatile @Nullable BoxNetwork network;
  private volatile @Nullable Instant startBegan;
  private volatile @Nullable Instant startEnded;
  private volatile boolean upWhenStarted;
  private long endNanos;

  /** What never falls, whatever becomes of the box. */
  static final class Counts {
    private final LongAdder commands = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private volatile boolean sentKnown = true;
    private volatile boolean receivedKnown = true;

    private boolean isFresh() {
      return commands.sum() == 0 && sent.sum() == 0 && received.sum() == 0;
    }
  }

  Box(String id, String runner, String name, long startNanos, Counts counts) {
    this.id = id;
    this.runner = runner;
    this.name = name;
    this.startNanos = startNanos;
    this.counts = counts;
  }

  public String id() {
    return id;
  }

  void id(String found) {
    id = found;
  }

  public String runner() {
    return runner;
  }

  String name() {
    return name;
  }

  public void name(String found) {
    name = found;
  }

  public State state() {
    return state;
  }

  void state(State now) {
    state = now;
  }

  boolean isLive() {
    return state == State.CREATING || state == State.RUNNING;
  }

  Counts counts() {
    return counts;
  }

  public StageTimes times() {
    return times;
  }

  long startNanos() {
    return startNanos;
  }

  /** True on the thread that its creation began on. */
  boolean isBegunHere() {
    return startThread == Thread.currentThread().getId();
  }

  List<Object> keys() {
    return keys;
  }

  long endNanos() {
    return endNanos;
  }

  void endNanos(long nanos) {
    endNanos = nanos;
  }

  /** Nanoseconds from the beginning of its creation until it was up; unknown: -1. */
  long createNanos() {
    return createNanos.get();
  }

  /** Nanoseconds that its guest took to boot; unknown: -1. */
  long bootNanos() {
    return bootNanos.get();
  }

  /** Sets once how long its creation took; false if it was set already. */
  boolean created(long nanos) {
    return createNanos.compareAndSet(UNKNOWN, nanos);
  }

  /** Sets once how long its guest took to boot; false if it was set already. */
  boolean booted(long nanos) {
    return bootNanos.compareAndSet(UNKNOWN, nanos);
  }

  /** A command has begun and is over: before its error, so that nobody sees more errors. */
  void command(boolean error) {
    commandBegins();
    if (error) {
      commandFails();
    }
  }

  public void commandBegins() {
    counts.commands.increment();
  }

  /** A command that has begun has not ended well. */
  public void commandFails() {
    counts.errors.increment();
  }

  /** Nobody has been seen to count these bytes: how many there are is not known. */
  public void uncounted(boolean sent, boolean received) {
    if (counts.isFresh()) {
      counts.sentKnown &= !sent;
      counts.receivedKnown &= !received;
    }
  }

  /**
   * Somebody counts what comes out of it.
   *
   * @param sent and what goes in too
   */
  public void counted(boolean sent) {
    if (sent && !counts.sentKnown) {
      counts.sentKnown = true;
    }
    if (!counts.receivedKnown) {
      counts.receivedKnown = true;
    }
  }

  void sent(long bytes) {
    counts.sent.add(bytes);
  }

  public void received(long bytes) {
    counts.received.add(bytes);
  }

  long commands() {
    return counts.commands.sum();
  }

  long errors() {
    return counts.errors.sum();
  }

  long sent() {
    return counts.sent.sum();
  }

  long received() {
    return counts.received.sum();
  }

  /** False if nobody counts what goes in. */
  boolean isSentKnown() {
    return counts.sentKnown;
  }

  /** False if nobody counts what comes out. */
  boolean isReceivedKnown() {
    return counts.receivedKnown;
  }

  /** True if no call lies around its creation: it is up when it has been started. */
  public boolean isUpWhenStarted() {
    return upWhenStarted;
  }

  public void upWhenStarted() {
    upWhenStarted = true;
  }

  /** By the clock of this machine, so that its process can be told from others. */
  public void started(Instant began, Instant ended) {
    startBegan = began;
    startEnded = ended;
  }

  /** The process of this id, if it was started on this machine when the box was. */
  @Nullable BoxProcess ownProcess(long pid) {
    return startBegan == null ? null : BoxProcess.of(pid, startBegan, startEnded);
  }

  @Nullable BoxProcess process() {
    return process;
  }

  void process(@Nullable BoxProcess found) {
    process = found;
  }

  /** True if its process has been known and is no more, as far as the last look tells. */
  public boolean isProcessGone() {
    return processGone;
  }

  void processGone(boolean gone) {
    processGone = gone;
  }

  @Nullable BoxNetwork network() {
    return network;
  }

  void network(@Nullable BoxNetwork provider) {
    network = provider;
  }
}
