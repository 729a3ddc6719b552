package io.heddle.registry;

import io.heddle.registry.family.AgentWork;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.LabelSet;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A run that is going on, for the list of runs in flight. Written by one thread, read by any. */
public final class InFlightRun extends ActiveCall {
  /**
   * True. Read where a run begins, so that woven code has resolved this class before the run ends:
   * to resolve it takes more stack than a run that overflows has left.
   */
  public static final boolean RESOLVED;

  static {
    RESOLVED = true; // not a constant to the compiler: the read stays a read
  }

  /** Index of a run that lies in no thread's stack. */
  private static final int LOOSE = -1;

  private static final int LATE = -2;

  private static final int PART = -3;

  private final @Nullable ThreadCells owner;
  private final String thread;
  private final int index;
  private long startNanos;
  // of Heddle's own work, while its method was on the stack
  private long ownNanos;
  private long pid = -1;
  private int place = -1;
  private volatile boolean ended;
  private @Nullable ActiveCall whole;
  private @Nullable StageFrame frame;
  // of the run that was looked at last, since runs are used again; guarded by this
  private long toldStartNanos;
  private long toldSince;

  /**
   * The cells that the run was started in; null once it has ended. Public for woven code, which
   * writes it without a call where the stack is full.
   */
  public volatile @Nullable Cells cells;

  /**
   * What the end of the run needs of the call that began it; null if it needs nothing. Public for
   * woven code, which forgets it without a call where the stack is full.
   */
  public @Nullable Object kept;

  private InFlightRun(@Nullable ThreadCells owner, String thread, int index) {
    this.owner = owner;
    this.thread = thread;
    this.index = index;
  }

  /** A run that lies in the stack of the thread that began it, and must end there. */
  static InFlightRun pooled(ThreadCells owner, String thread, int index) {
    return new InFlightRun(owner, thread, index);
  }

  /** A run that may end on any thread. */
  static InFlightRun loose(String thread) {
    return new InFlightRun(null, thread, LOOSE);
  }

  /** A run whose cells are known only at its end: it is not listed. */
  public static InFlightRun late(long startNanos) {
    InFlightRun run = new InFlightRun(null, "", LATE);
    run.startNanos = startNanos;
    return run;
  }

  /** A call that is part of another one: there is nothing of it to count. */
  public static InFlightRun part(ActiveCall whole) {
    InFlightRun run = new InFlightRun(null, "", PART);
    run.whole = whole;
    return run;
  }

  /** True for what {@link #part} made. */
  public boolean isPart() {
    return index == PART;
  }

  /** This run, or the one that it is part of; null if that may end on its own thread only. */
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

  /** True for what {@link #late} made. */
  public boolean isLate() {
    return index == LATE;
  }

  /** True if it lies in the stack of the thread that began it, and must end there. */
  public boolean isPooled() {
    return owner != null;
  }

  /** Whose stack it lies in; null if in none. */
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

  /** It has ended, or never began. */
  public void close() {
    cells = null;
  }

  /**
   * Ends a run whose own end was lost: nothing but a stack that overflows in the advice does so. No
   * call: what remains of that stack may hold none, and half of this would lose the run.
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

  /** Where it lies in {@link InFlightRuns}; -1 if it never was there. */
  int place() {
    return place;
  }

  void place(int at) {
    place = at;
  }

  /** The cells that the run was started in; null once it has ended. */
  public @Nullable Cells cells() {
    return cells;
  }

  /** It turns out to be none: nothing of it is counted. */
  public void drop() {
    ended = true;
  }

  /** {@link System#nanoTime} of its beginning. */
  public long startNanos() {
    return startNanos;
  }

  /**
   * The method that it began with returns, on the thread that it began on: what Heddle did there
   * meanwhile is not the run's, whenever and wherever that ends.
   */
  public void returns(long nowNanos) {
    ownNanos = AgentWork.within(startNanos, nowNanos - startNanos);
  }

  /** How long it has gone on, without Heddle's own work on the thread that it began on. */
  public long nanos(long nowNanos) {
    return nowNanos - startNanos - ownNanos;
  }

  /** The process that it waits for. */
  public void pid(long processId) {
    pid = processId;
  }

  /** Where its stages are told; null: nobody asks for stages. */
  public @Nullable StageFrame frame() {
    return frame;
  }

  /** From its beginning on, by the thread that began it. */
  public void frame(StageFrame around) {
    frame = around;
  }

  private @Nullable String stage() {
    StageFrame around = frame;
    StageTimes times = around == null ? null : around.times();
    return times == null ? null : times.current();
  }

  /**
   * A view of this run, or null if it has ended or its family is not tracked.
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
    long began = startNanos;
    return new InFlight(
        series.family().spec().name(),
        series.labels(),
        sinceMillis(began, nowMillis - Math.floorDiv(nowNanos - began, 1_000_000L)),
        Math.max(0, nowNanos - began) / 1e9,
        stage(),
        thread,
        pid);
  }

  /** The first answer stays: clocks are set, and what began at one moment is told as that. */
  private synchronized long sinceMillis(long began, long sinceMillis) {
    if (toldSince == 0 || toldStartNanos != began) {
      toldStartNanos = began;
      toldSince = sinceMillis;
    }
    return toldSince;
  }

  /**
   * One run in flight.
   *
   * @param family name without prefix
   * @param labels of its series
   * @param sinceMillis when it began, in milliseconds since 1970; the same at every look
   * @param seconds since its beginning
   * @param stage that it is in; null if in none
   * @param thread that began it
   * @param pid of the process that it waits for, or -1
   */
  public record InFlight(
      String family,
      LabelSet labels,
      long sinceMillis,
      double seconds,
      @Nullable String stage,
      String thread,
      long pid) {}

  /** Puts the run that began first at the head. */
  static final class OldestFirst implements Comparator<InFlight> {
    @Override
    public int compare(InFlight one, InFlight other) {
      return Double.compare(other.seconds(), one.seconds());
    }
  }
}
