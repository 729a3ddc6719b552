package io.heddle.probe;

import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Suppression;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.time.AgentWork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Begins runs of which one or two labels start with the receiver or an argument, and which end with
 * their method. Where these are texts that the thread has met before, nothing is allocated.
 */
public final class LabeledCalls {
  private LabeledCalls() {}

  /**
   * Returns the cells in which the caller starts the run, or null if the run is not counted.
   *
   * @param first the object that the first of these labels starts with
   * @param second likewise of the second label; null if there is one label
   */
  public static @Nullable Cells enter(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    if (first instanceof String text && (second == null || second instanceof String)) {
      ThreadCells own = ProbeBridge.cached();
      Cells cells = own == null ? null : own.at(probe.bareSlot(), text, (String) second);
      if (cells != null) {
        return cells;
      }
    }
    return enterRead(probe, first, second);
  }

  /** Reads the labels, most of the time without the two clock reads that time this. */
  private static @Nullable Cells enterRead(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    ThreadCells own = ProbeBridge.cached();
    int slot = probe.knownLabelSlot();
    if (own == null
        || slot < 0
        || !own.belongsTo(probe.registry())
        || probe.rule().isSlow()
        || own.isTimed()) {
      return enterSlow(probe, first, second);
    }
    Suppression suppression = own.suppress();
    if (suppression == null) {
      return null;
    }
    try {
      String firstText = CallLabels.read(probe, probe.direct(0), first);
      Value other = probe.direct(1);
      String secondText = other == null ? null : CallLabels.read(probe, other, second);
      Cells known = own.known(slot, firstText, secondText);
      return known != null ? known : create(probe, own, slot, firstText, secondText);
    } finally {
      suppression.suppressor = 0;
    }
  }

  /** Begins a run that is listed or outermost; returns null if it is not counted. */
  public static @Nullable InFlightRun begin(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    if (CallDepth.isRunning(probe)) {
      return null;
    }
    long start = System.nanoTime();
    Cells cells = enter(probe, first, second);
    if (cells == null) {
      return null;
    }
    InFlightRun run = null;
    boolean begun = false;
    // in one method with its beginning: where the stack overflows at a call in between, the run is
    // aborted here; the caller does not know it
    try {
      run = open(probe, cells, start);
      CallDepth.begin(probe, run);
      TrackedRuns.enterStages(probe, run);
      cells.start();
      begun = true;
      return run;
    } finally {
      if (!begun && run != null) {
        run.cells = null;
        run.aborted = true;
      }
    }
  }

  private static InFlightRun open(Probe probe, Cells cells, long start) {
    ThreadCells own = ProbeBridge.cached();
    if (own != null && own.belongsTo(probe.registry())) {
      return own.push(cells, start);
    }
    return ProbeBridge.isVirtual()
        ? TrackedRuns.open(probe, cells, start)
        : ProbeBridge.own(probe.registry()).push(cells, start);
  }

  private static @Nullable Cells enterSlow(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    probe.fire();
    if (!probe.counts() || ProbeBridge.isSuppressed()) {
      return null;
    }
    long now = System.nanoTime();
    Suppression suppression = ProbeBridge.suppress();
    try {
      Cells cells = cells(probe, first, second);
      probe.rule().timed(AgentWork.worked(now));
      return cells;
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Returns the cells of these labels. Called while suppressed: what it asks may be woven. */
  private static Cells cells(Probe probe, @Nullable Object first, @Nullable Object second) {
    String firstText = CallLabels.read(probe, probe.direct(0), first);
    Value other = probe.direct(1);
    String secondText = other == null ? null : CallLabels.read(probe, other, second);
    if (ProbeBridge.isVirtual()) {
      return series(probe, firstText, secondText).begin();
    }
    ThreadCells own = ProbeBridge.own(probe.registry());
    int slot = probe.labelSlot();
    Cells known = own.known(slot, firstText, secondText);
    return known != null ? known : create(probe, own, slot, firstText, secondText);
  }

  private static Cells create(
      Probe probe, ThreadCells own, int slot, String firstText, @Nullable String secondText) {
    Series series = series(probe, firstText, secondText);
    // what finds its family full is counted as dropped, call by call
    return series.family().isOverflow(series)
        ? series.begin()
        : own.create(slot, firstText, secondText, series);
  }

  private static Series series(Probe probe, String firstText, @Nullable String secondText) {
    RunFamily family = probe.family();
    if (family == null) {
      throw new IllegalStateException("a probe without a family has no series");
    }
    boolean used = false;
    List<String> values = new ArrayList<>(probe.labels().size());
    for (Value label : probe.labels()) {
      if (label.root() == Value.Root.CONSTANT) {
        values.add(Value.label(label.text(), probe.rule().labelLength()));
      } else {
        values.add(used && secondText != null ? secondText : firstText);
        used = true;
      }
    }
    return probe.rule().series(family, values);
  }
}
