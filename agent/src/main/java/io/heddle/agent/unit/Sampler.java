package io.heddle.agent.unit;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.os.ProcessSource;
import java.util.List;

/** Samples all live units, once per round. Used by one thread. */
final class Sampler {
  /**
   * Maximum time of one reading: in a longer one this thread had to wait, and the time of the
   * sample is not that of the figures.
   */
  private static final long MAX_READING_MILLIS = 5;

  private static final int ATTEMPTS = 3;

  private final UnitClock clock;
  private final ProcessSource source;
  private final UnitTable table;
  private final List<WatchedProcess> watched;
  private final SamplingErrors errors;
  private final ProcessReading reading = new ProcessReading();

  Sampler(
      UnitClock clock,
      ProcessSource source,
      UnitTable table,
      List<WatchedProcess> watched,
      SamplingErrors errors) {
    this.clock = clock;
    this.source = source;
    this.table = table;
    this.watched = watched;
    this.errors = errors;
  }

  /** Samples each unit once; an error of one unit does not stop the others. */
  void round() {
    table.expire();
    for (WatchedProcess entry : watched) {
      try {
        entry.update(source, reading, table);
      } catch (RuntimeException e) {
        errors.report("units.watch " + entry.name() + " could not be looked at", e);
      }
    }
    for (Unit unit : table.live()) {
      try {
        sample(unit);
      } catch (RuntimeException e) {
        errors.report("unit " + unit.id() + " could not be sampled", e);
      }
    }
  }

  private void sample(Unit unit) {
    if (!unit.isUp()) {
      table.retire(unit);
      return;
    }
    long unreadableBefore = source.unreadableCount();
    long before = clock.millis();
    boolean found = source.read(unit.pid(), reading);
    long after = clock.millis();
    for (int i = 1; i < ATTEMPTS && found && after - before > MAX_READING_MILLIS; i++) {
      before = clock.millis();
      found = source.read(unit.pid(), reading);
      after = clock.millis();
    }
    if (found && unit.start() < 0 && unit.isUp()) {
      unit.setStart(reading.start); // it was not waited for yet: the id is still its own
    }
    if (found && reading.start == unit.start()) {
      table.sampled(unit, before, reading);
    } else if (found ? unit.start() >= 0 : source.unreadableCount() == unreadableBefore) {
      table.retire(unit);
    }
  }
}
