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
 * A box: it is created, becomes ready and then runs commands. Its counts outlive a restart; the
 * duration of its creation is set once. Its state is guarded by its {@link Boxes}.
 */
public final class Box {
  static final long UNKNOWN = -1;

  /** The state of a box in its life. */
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

  /** The counts of a box, which never fall, even if the box is created again. */
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

  /** Returns the id, which changes once the application gives one. */
  public String id() {
    return id;
  }

  void id(String found) {
    id = found;
  }

  /** Returns the label value of the runner. */
  public String runner() {
    return runner;
  }

  String name() {
    return name;
  }

  /** Sets the name. */
  public void name(String found) {
    name = found;
  }

  /** Returns the state. */
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

  /** Returns the times of the stages of its creation. */
  public StageTimes times() {
    return times;
  }

  long startNanos() {
    return startNanos;
  }

  /** Returns true on the thread that its creation began on. */
  boolean isStartedOnThisThread() {
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

  /** Returns the nanoseconds from the beginning of its creation until it was up; unknown: -1. */
  long createNanos() {
    return createNanos.get();
  }

  /** Returns the nanoseconds that its guest took to boot; unknown: -1. */
  long bootNanos() {
    return bootNanos.get();
  }

  /** Sets the duration of its creation once. Returns false if it was set already. */
  boolean created(long nanos) {
    return createNanos.compareAndSet(UNKNOWN, nanos);
  }

  /** Sets the duration of the boot of its guest once. Returns false if it was set already. */
  boolean booted(long nanos) {
    return bootNanos.compareAndSet(UNKNOWN, nanos);
  }

  /** Counts a command that is over, before its error: no reader sees more errors than commands. */
  void command(boolean error) {
    commandStarted();
    if (error) {
      commandFailed();
    }
  }

  /** Counts a command that begins. */
  public void commandStarted() {
    counts.commands.increment();
  }

  /** Counts the error of a command that has begun. */
  public void commandFailed() {
    counts.errors.increment();
  }

  /** Marks these bytes as unknown, unless the box has counts: no call that counts them is known. */
  public void markUncounted(boolean sent, boolean received) {
    if (counts.isFresh()) {
      counts.sentKnown &= !sent;
      counts.receivedKnown &= !received;
    }
  }

  /**
   * Marks the bytes that come out of the box as known, as a call counts them.
   *
   * @param sent true if the bytes that go in are counted too
   */
  public void markCounted(boolean sent) {
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

  /** Adds bytes that came out of the box. */
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

  /** Returns whether the bytes that go in are counted. */
  boolean isSentKnown() {
    return counts.sentKnown;
  }

  /** Returns whether the bytes that come out are counted. */
  boolean isReceivedKnown() {
    return counts.receivedKnown;
  }

  /** Returns true if no call encloses its creation: it is up when it has been started. */
  public boolean isUpWhenStarted() {
    return upWhenStarted;
  }

  /** Makes the box up as soon as it has been started. */
  public void upWhenStarted() {
    upWhenStarted = true;
  }

  /** Sets when its start began and ended by the clock of this machine, to recognize its process. */
  public void started(Instant began, Instant ended) {
    startBegan = began;
    startEnded = ended;
  }

  /** Returns the process of this id if it was started on this machine when the box was, or null. */
  @Nullable BoxProcess ownProcess(long pid) {
    return startBegan == null ? null : BoxProcess.of(pid, startBegan, startEnded);
  }

  @Nullable BoxProcess process() {
    return process;
  }

  /** Returns the id of its process on this machine; -1: unknown. */
  public long pid() {
    BoxProcess known = process;
    return known == null ? UNKNOWN : known.pid();
  }

  void process(@Nullable BoxProcess found) {
    process = found;
  }

  /** Returns true if its process was known and had ended when it was last read. */
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
