package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.unit.spill.disk.DirectoryListing;
import io.heddle.agent.unit.spill.disk.Segment;
import io.heddle.agent.unit.store.MutableSample;
import io.heddle.exporter.report.UnitSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A spill on a real directory, with a clock that is set by hand, and what it says. */
final class SpillDirectory implements AutoCloseable {
  static final String OWN = "42-1700000000000";
  static final long START = 1_700_000_000_000L;
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

  final List<String> said = new CopyOnWriteArrayList<>();
  final AtomicLong clock = new AtomicLong(START);
  final Path directory;
  final Spill spill;
  private final MutableSample sample = new MutableSample();

  SpillDirectory(Path directory, long maxBytes, long segmentBytes, int queued) {
    this(directory, OWN, maxBytes, segmentBytes, queued);
  }

  SpillDirectory(Path directory, String own, long maxBytes, long segmentBytes, int queued) {
    this.directory = directory;
    this.spill =
        new Spill(
            directory,
            own,
            maxBytes,
            segmentBytes,
            clock::get,
            SpillDirectory::daemon,
            (kind, sentence) -> said.add(kind + ": " + sentence),
            queued);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "spill");
    thread.setDaemon(true);
    return thread;
  }

  static SpillDirectory started(Path directory, long maxBytes, long segmentBytes) {
    SpillDirectory room = new SpillDirectory(directory, maxBytes, segmentBytes, 4096);
    room.spill.start();
    return room;
  }

  Path own() {
    return directory.resolve(OWN);
  }

  boolean offer(String unit, long seq) {
    sample.set(unit, seq, START + 1000 * seq, 12.5, 1 << 20, seq, 2 * seq);
    return spill.offer(sample);
  }

  /** Offers these, and waits until they are on disk. */
  void spill(String unit, long from, long below) {
    long before = spill.figures().records();
    for (long seq = from; seq < below; seq++) {
      assertThat(offer(unit, seq)).isTrue();
    }
    await("written", () -> spill.figures().records() == before + below - from);
  }

  List<UnitSample> read(String unit) throws IOException {
    List<UnitSample> found = new ArrayList<>();
    spill.read(unit, 0, Long.MAX_VALUE, found::add);
    return found;
  }

  List<Long> seqs(String unit) throws IOException {
    return read(unit).stream().map(UnitSample::seq).toList();
  }

  long errors(String kind) {
    return spill.figures().errors().getOrDefault(kind, 0L);
  }

  static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(until);
      LockSupport.parkNanos(1_000_000);
    }
  }

  static List<Path> files(Path directory) throws IOException {
    return DirectoryListing.of(directory).stream().sorted().toList();
  }

  /** Segments of a JVM that has ended, each of this size, the first begun at that time. */
  static void abandoned(Path directory, long millis, int segments, int bytes) throws IOException {
    Files.createDirectories(directory);
    Files.createFile(directory.resolve("lock"));
    for (int i = 0; i < segments; i++) {
      Files.write(directory.resolve(Segment.name(millis + i, i)), new byte[bytes]);
    }
  }

  static long size(List<Segment> segments) {
    return segments.stream().mapToLong(Segment::bytes).sum();
  }

  @Override
  public void close() {
    spill.close(30_000);
  }
}
