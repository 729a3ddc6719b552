package io.heddle.agent;

import io.heddle.agent.unit.Units;
import io.heddle.agent.unit.store.SampleSummary;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.SampleReport;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSamples;
import io.heddle.exporter.report.UnitSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts units to the reports that the exporter serves. Thread-safe. */
record UnitReports(Units units) {
  List<UnitReport> all() {
    List<UnitReport> all = new ArrayList<>();
    for (Units.Seen unit : units.list()) {
      all.add(report(unit));
    }
    return all;
  }

  @Nullable UnitReport one(String id) {
    Units.Seen unit = units.find(id);
    return unit == null ? null : report(unit);
  }

  private static UnitReport report(Units.Seen unit) {
    return new UnitReport(
        unit.id(),
        unit.name(),
        unit.pid(),
        unit.up(),
        unit.samples(),
        unit.kind(),
        unit.beganEpochMillis(),
        unit.endedEpochMillis());
  }

  @Nullable UnitSamples samples(String id, SampleRange range) {
    if (units.find(id) == null) {
      return null;
    }
    return sink ->
        units.samples(
            id,
            range.sinceMillis(),
            range.limit(),
            sample ->
                sink.take(
                    new SampleReport(
                        sample.epochMillis(),
                        sample.cpuPercent(),
                        sample.residentBytes(),
                        sample.readBytes(),
                        sample.writtenBytes())));
  }

  @Nullable UnitSummary summary(String id) {
    SampleSummary sum = units.summary(id);
    return sum == null
        ? null
        : new UnitSummary(
            sum.latestCpuPercent(),
            sum.averageCpuPercent(),
            sum.maxCpuPercent(),
            sum.latestResidentBytes(),
            sum.averageResidentBytes(),
            sum.maxResidentBytes(),
            sum.samples());
  }
}
