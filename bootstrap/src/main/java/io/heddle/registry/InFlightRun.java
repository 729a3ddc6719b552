package io.heddle.registry;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.time.AgentWork;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A run that is going on, for the list of runs in flight. Written by one thread, read by any. */
public final class InFlightRun extends ActiveCall {
  /**
   * A field that is always true. Woven code reads it where a run begins, so that it has resolved
   * this class before the run ends: that takes more stack than a run that overflows has left.
   */
  public static final boolean RESOLVED;

  static {
    RESOLVED = true; // not a constant to the compiler: the read stays a read
  }

  /** Index of a run that lies in no thread's stack. */
  private static final int DETACHED = -1;

  private static final int LATE = -2;

  private static final int PART = -3;

  private static final StackTraceElement[] NO_STACK = {};

  private final @Nullable ThreadCells owner;
  private final String thread;
  private final int index;
  private long startNanos;
  // of Heddle's own work, while its method was on the stack
  private long ownNanos;
  private long pid = -1;
  private int place = -1;
  private volatile boolean ended;
  // strong: a run that its method has left lets go of it
  private volatile @Nullable Thread runner;
  private @Nullable ActiveCall whole;
  private @Nullable StageFrame frame;
  // of the run that was looked at last, since runs are used again; guarded by this
  private long shownStartNanos;
  private long shownSinceMillis;

  /**
   * The cells that the run was started in; null once it has ended. Public for woven code, which
   * writes it without a call where the stack is full.
   */
  public volatile @Nullable Cells cells;

  /**
   * Data of the call that began the run, for the end of the run; null if it needs none. Public for
   * woven code, which clears it without a call where the stack is full.
   */
  public @Nullable Object kept;

  private InFlightRun(@Nullable ThreadCells owner, String thread, int index) {
    this.owner = owner;
    this.thread = thread;
    this.index = index;
  }

  /** Creates a run in the stack of the thread that began it, which must end there. */
  static InFlightRun pooled(ThreadCells owner, String thread, int index) {
    return new InFlightRun(owner, thread, index);
  }

  /**
   * Creates a run that may end on any thread.
   *
   * @param thread that is in the method which begins it, until {@link #returns}
   */
  static InFlightRun detached(Thread thread) {
    InFlightRun run = new InFlightRun(null, thread.getName(), DETACHED);
    run.runner = thread;
    return run;
  }

  /** Creates a run whose cells are known only at its end: it is not listed. */
  public static InFlightRun late(long startNanos) {
    InFlightRun run = new InFlightRun(null, "", LATE);
    run.startNanos = startNanos;
    return run;
  }

  /** Creates a call that is part of another one: nothing of it is counted. */
  public static InFlightRun part(ActiveCall whole) {
    InFlightRun run = new InFlightRun(null, "", PART);
    run.whole = whole;
    return run;
  }

  /** Returns true if {@link #part} made this. */
  public boolean isPart() {
    return index == PART;
  }

  /** Returns this run, or the one that it is part of; null if that must end on its own thread. */
  public @Nullable InFlightRun whole() {
    if (index == PART) {
      return whole instanceof InFlightRun run ? run.whole() : null;
    }
    return owner == null ? this : null;
  }

  @Override
  public boolean isOver() {
    ActiveCall around = whole;
    return aborted || ended || (around != null && around.isOver());
  }

  /** Returns true if {@link #late} made this. */
  public boolean isLate() {
    return index == LATE;
  }

  /** Returns true if this lies in the stack of the thread that began it, and must end there. */
  public boolean isPooled() {
    return owner != null;
  }

  /** Returns the owner of the stack that this run lies in; null if it lies in none. */
  @Nullable ThreadCells owner() {
    return owner;
  }

  void open(Cells counted, long nanos) {
    startNanos = nanos;
    ownNanos = 0;
    pid = -1;
    frame = null;
    cells = counted;
  }

  /**
   * Ends a run whose own end was lost, which only a stack overflow in the advice can do. Depends on
   * no call: the rest of that stack may hold none, and half of this would lose the run.
   */
  void abort() {
    aborted = true;
    kept = null;
    Cells counted = cells;
    if (counted != null) {
      cells = null;
      try {
        counted.lose();
      } catch (Throwable again) {
        counted.lost++; // not a call: there is no stack left for one
      }
    }
  }

  /**
   * Counts the end of a run that lies in no stack, completely or, if the stack overflows before
   * anything is written, not at all.
   *
   * @param late its cells if {@link #isLate}, else null
   * @param nanos how long it took
   * @param outcome how it ended
   * @param errorType the kind; ignored for a success
   */
  public void end(@Nullable Cells late, long nanos, Outcome outcome, String errorType) {
    Cells counted = cells;
    if (late != null) {
      counted = late;
      late.start();
    }
    if (counted != null) {
      try {
        counted.end(nanos, outcome, errorType);
      } catch (StackOverflowError e) {
        try {
          counted.lose();
        } catch (Throwable again) {
          counted.lost++; // not a call: there is no stack left for one
        }
      }
      cells = null;
    }
    ended = true;
  }

  int index() {
    return index;
  }

  /** Returns the place in {@link InFlightRuns}; -1 if the run was never listed. */
  int place() {
    return place;
  }

  void place(int at) {
    place = at;
  }

  /** Returns the cells that the run was started in; null once it has ended. */
  public @Nullable Cells cells() {
    return cells;
  }

  /** Marks the run as over without counting it: it turned out to be none. */
  public void drop() {
    ended = true;
  }

  /** Returns the {@link System#nanoTime} of its beginning. */
  public long startNanos() {
    return startNanos;
  }

  /**
   * Marks the return of the method that began the run, on the thread that began it. Heddle's own
   * work there meanwhile is no part of the run, even if the run ends later on another thread.
   */
  public void returns(long nowNanos) {
    ownNanos = AgentWork.within(startNanos, nowNanos - startNanos);
    runner = null;
  }

  /** Returns its nanoseconds so far, without Heddle's own work on the thread that began it. */
  public long nanos(long nowNanos) {
    return nowNanos - startNanos - ownNanos;
  }

  /**
   * Returns the stack of the thread that is in the method of this run, where it is now.
   *
   * @param began {@link #startNanos} of the run that is meant: this may be another one by now
   * @return empty if that run has ended, or goes on after its method has returned
   */
  private StackTraceElement[] stack(long began) {
    Thread inside = owner == null ? runner : owner.get();
    StackTraceElement[] stack = inside == null ? NO_STACK : inside.getStackTrace();
    // looked at again: what the thread does after the run is no part of it
    boolean inIt = cells != null && startNanos == began && (owner != null || runner != null);
    return inIt ? stack : NO_STACK;
  }

  /** Sets the process that the run waits for. */
  public void pid(long processId) {
    pid = processId;
  }

  /** Returns the frame that holds its stages; null if its stages are not timed. */
  public @Nullable StageFrame frame() {
    return frame;
  }

  /** Sets the frame of its stages, at its beginning, on the thread that began it. */
  public void frame(StageFrame around) {
    frame = around;
  }

  private @Nullable String stage() {
    StageFrame around = frame;
    StageTimes times = around == null ? null : around.times();
    return times == null ? null : times.current();
  }

  /**
   * Returns a view of this run, or null if it has ended or its family is not tracked.
   *
   * @param nowNanos of {@link System#nanoTime}
   * @param nowMillis at the same moment, since 1970
   */
  @Nullable InFlight view(long nowNanos, long nowMillis) {
    Cells counted = cells;
    if (counted == null || !counted.series().family().spec().tracked()) {
      return null;
    }
    Series series = counted.series();
    if (series.isGone()) {
      return null;
    }
    long began = startNanos;
    return new InFlight(
        series.family().spec().name(),
        series.labels(),
        sinceMillis(began, nowMillis - Math.floorDiv(nowNanos - began, 1_000_000L)),
        Math.max(0, nowNanos - began) / 1e9,
        stage(),
        thread,
        pid,
        this,
        began);
  }

  /**
   * Returns the first value given for this run: a clock may be set, but the start must not move.
   */
  private synchronized long sinceMillis(long began, long sinceMillis) {
    if (shownSinceMillis == 0 || shownStartNanos != began) {
      shownStartNanos = began;
      shownSinceMillis = sinceMillis;
    }
    return shownSinceMillis;
  }

  /**
   * A view of one run in flight.
   *
   * @param family name without prefix
   * @param labels of its series
   * @param sinceMillis when it began, in milliseconds since 1970; the same at every look
   * @param seconds since its beginning
   * @param stage that it is in; null if in none
   * @param thread that began it
   * @param pid of the process that it waits for, or -1
   * @param run itself, which may have ended
   * @param startNanos its beginning, by {@link System#nanoTime}
   */
  public record InFlight(
      String family,
      LabelSet labels,
      long sinceMillis,
      double seconds,
      @Nullable String stage,
      String thread,
      long pid,
      InFlightRun run,
      long startNanos) {
    /**
     * Takes the stack of the run's thread, where it is now; empty if the run has ended, or goes on
     * after its method has returned. Takes no lock; the thread stands still while the JVM walks.
     */
    public StackTraceElement[] takeStack() {
      return run.stack(startNanos);
    }
  }

  /** Compares runs by age, the oldest first. */
  static final class OldestFirst implements Comparator<InFlight> {
    @Override
    public int compare(InFlight one, InFlight other) {
      return Double.compare(other.seconds(), one.seconds());
    }
  }
}
