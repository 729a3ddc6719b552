package io.heddle.agent.governor;

import io.heddle.agent.log.WarningSink;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.time.CoarseClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the timing of one family of calls within a budget. Once a second it reads how often each
 * series was called and chooses which of them are timed at each call, and which at one call of N.
 * While any is not, its thread moves the coarse clock, so that slow calls are seen that are not
 * timed. Every call is counted whatever it chooses.
 *
 * <p>N rises at once and falls after {@value #CALM_PASSES} seconds in which the calls would fit
 * half of the budget: rates that swing do not move it. {@link #run} belongs to one thread, {@link
 * #close} to any.
 */
public final class Governor implements Runnable, AutoCloseable {
  private static final long SECOND = 1_000_000_000;

  /** A pass may take half a percent of the time: with very many series they become rarer. */
  private static final long REST = 200;

  private static final int CALM_PASSES = 5;
  private static final int TICK_EVERY = 64;

  private final Registry registry;
  private final CoarseClock clock;
  private final String family;
  private volatile double percent;
  private final CallCost cost;
  private final WarningSink warnings;
  private final Map<Series, Governed> governed = new HashMap<>();
  private long lastPass;
  private boolean warned;
  private volatile boolean closed;
  private volatile @Nullable Thread runner;

  /** A series that is not timed at each call, or was not until a short time ago. */
  private static final class Governed {
    int calmPasses;
  }

  /**
   * @param family name of the family whose runs may go untimed
   * @param percent of one core that timing may take, above 0
   * @param cost of a call
   */
  Governor(Registry registry, String family, double percent, CallCost cost, WarningSink warnings) {
    this.registry = registry;
    this.clock = registry.clock();
    this.family = family;
    this.percent = percent;
    this.cost = cost;
    this.warnings = warnings;
  }

  @Override
  public void run() {
    runner = Thread.currentThread();
    lastPass = System.nanoTime();
    long nextPass = lastPass + SECOND;
    long previous = 0;
    while (!closed && registry.isOpen()) {
      long now = System.nanoTime();
      if (now - nextPass >= 0) {
        cost.measure(); // apart from the pass, which may take only so much of the time
        now = System.nanoTime();
        nextPass = now + SECOND;
        long nanos = guardedPass(now);
        // the lesser of two: the first pass loads its classes, and put off the next by ten seconds
        nextPass = Math.max(nextPass, now + REST * Math.min(previous, nanos));
        previous = nanos;
      }
      long next = nextPass;
      if (!governed.isEmpty()) {
        ProbeBridge.tick(clock);
        next = Math.min(next, ProbeBridge.coarseNanos() + CoarseClock.TICK_NANOS);
      }
      LockSupport.parkNanos(this, next - System.nanoTime());
      // by an application that interrupts all threads that it finds: parking would end at once
      Thread.interrupted();
    }
  }

  /** Returns the nanoseconds of the pass. */
  private long guardedPass(long now) {
    try {
      pass(now);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      registry.errors().add(e);
    }
    return System.nanoTime() - now;
  }

  /**
   * Chooses anew.
   *
   * @param now nanoseconds, later than at the last pass
   */
  void pass(long now) {
    double seconds = (now - lastPass) / (double) SECOND;
    lastPass = now;
    RunFamily calls = registry.known(family);
    if (calls == null || seconds <= 0) {
      return;
    }
    List<Series> busy = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    int read = 0;
    for (Series series : calls.called()) {
      long fresh = series.takeCompleted();
      if (fresh > 0) {
        busy.add(series);
        counts.add(fresh / seconds);
      }
      // a pass over many series may take longer than a tick
      if (++read % TICK_EVERY == 0 && !governed.isEmpty()) {
        ProbeBridge.tick(clock);
      }
    }
    double[] rates = counts.stream().mapToDouble(Double::doubleValue).toArray();
    choose(busy, rates);
    warn(busy, rates);
  }

  /** Sets another budget; 0: every call is timed again, some seconds later. */
  public void budget(double another) {
    percent = another;
  }

  private double budgetNanos() {
    return percent > 0 ? percent / 100 * SECOND : Double.POSITIVE_INFINITY;
  }

  private void choose(List<Series> busy, double[] rates) {
    double timed = budgetNanos() / cost.timingNanos();
    int[] least = TimingIntervals.of(rates, timed);
    int[] calm = TimingIntervals.of(rates, timed / 2);
    Map<Series, Governed> idle = new HashMap<>(governed);
    for (int i = 0; i < rates.length; i++) {
      Series series = busy.get(i);
      idle.remove(series);
      if (least[i] > Math.max(1, series.interval())) {
        if (governed.isEmpty()) {
          ProbeBridge.tick(clock); // before the first run reads it
        }
        governed.put(series, new Governed());
        series.interval(least[i]);
      } else {
        keep(series, calm[i]);
      }
    }
    for (Series series : idle.keySet()) {
      keep(series, 1);
    }
    governed.entrySet().removeIf(Governor::isOver);
  }

  /**
   * Sets the interval of a governed series again, or a lower one if it was calm for long enough.
   */
  private void keep(Series series, int calm) {
    Governed state = governed.get(series);
    if (state == null) {
      return;
    }
    int interval = Math.max(1, series.interval());
    state.calmPasses = calm < interval || interval == 1 ? state.calmPasses + 1 : 0;
    if (state.calmPasses >= CALM_PASSES && interval > 1) {
      interval = calm;
      state.calmPasses = 0;
    }
    series.interval(interval);
  }

  /** Returns true once all threads have seen that every run is timed again. */
  private static boolean isOver(Map.Entry<Series, Governed> entry) {
    return entry.getKey().interval() <= 1 && entry.getValue().calmPasses >= CALM_PASSES;
  }

  /** Warns once if counting alone, which cannot be left out, takes more than the budget. */
  private void warn(List<Series> busy, double[] rates) {
    if (warned) {
      return;
    }
    Map<String, Double> byRule = new TreeMap<>();
    double sum = 0;
    for (int i = 0; i < rates.length; i++) {
      byRule.merge(GovernorMetrics.rule(busy.get(i)), rates[i], Double::sum);
      sum += rates[i];
    }
    double counting = sum * CallCost.COUNT_NANOS;
    if (counting <= budgetNanos()) {
      return;
    }
    warned = true;
    String rule = busiest(byRule);
    warnings.warn(
        "governor",
        String.format(
            Locale.ROOT,
            "counting alone takes about %.1f %% of a core, above governor.budget of %s %%: rule %s"
                + " is called %,.0f times a second; let it match fewer methods, or exclude its"
                + " smallest ones",
            counting / SECOND * 100,
            percent == Math.rint(percent) ? Long.toString((long) percent) : percent,
            rule,
            byRule.get(rule)));
  }

  private static String busiest(Map<String, Double> byRule) {
    return Collections.max(byRule.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** Returns true while any series is not timed at each call, or was not until a moment ago. */
  boolean isGoverning() {
    return !governed.isEmpty();
  }

  /** Ends {@link #run}. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(runner);
  }
}
