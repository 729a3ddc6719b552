package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.unit.spill.disk.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How segments begin and go. */
@Tag("slow")
class RotationTest {
  private static final int KIB = 1024;

  /** More than the longest line that is written here. */
  private static final int LINE = 200;

  @TempDir private Path directory;

  private long total() throws IOException {
    long total = 0;
    for (Path each : SpillDirectory.files(directory)) {
      total += SpillDirectory.size(Segment.list(each));
    }
    return total;
  }

  @Test
  @Tag("vector-9")
  void shouldLimitSegmentsAndNameThemApartWithinAMillisecond() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, 1024 * KIB, 1000)) {
      room.spill("a", 0, 130);
      List<Segment> segments = Segment.list(room.own());
      assertThat(segments).hasSizeGreaterThan(20);
      assertThat(segments).allMatch(segment -> segment.millis() == SpillDirectory.START);
      assertThat(segments).allMatch(segment -> segment.bytes() <= 1000);
      assertThat(segments.stream().map(Segment::sequence).distinct()).hasSize(segments.size());
      assertThat(room.seqs("a")).hasSize(130);
      assertThat(room.spill.figures().segments()).isEqualTo(segments.size());
      assertThat(room.spill.figures().bytes()).isEqualTo(SpillDirectory.size(segments));
    }
  }

  @Test
  void shouldGiveALineThatIsLongerThanASegmentOneOfItsOwn() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, 100 * KIB, 100)) {
      room.spill("a", 0, 3);
      assertThat(Segment.list(room.own())).hasSize(3).allMatch(one -> one.bytes() < 100 + LINE);
      assertThat(room.seqs("a")).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void shouldKeepTheNewestAndNeverMoreThanTheMaximum() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, 20 * KIB, 4 * KIB)) {
      long seq = 0;
      for (int round = 0; round < 20; round++) {
        room.spill("a", seq, seq + 50);
        seq += 50;
        assertThat(total()).isLessThanOrEqualTo(20 * KIB);
        List<Long> kept = room.seqs("a");
        assertThat(kept).endsWith(seq - 1).isSorted();
        assertThat(seq - kept.get(0)).isEqualTo(kept.size()); // without a hole
      }
      assertThat(room.seqs("a")).hasSizeGreaterThan(12 * KIB / LINE);
      assertThat(room.spill.figures().bytes()).isEqualTo(total());
    }
  }

  @Test
  void shouldNeverDeleteTheCurrentSegmentWhenSegmentsAreAsLargeAsTheMaximum() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, 4 * KIB, 4 * KIB)) {
      for (int seq = 0; seq < 60; seq++) {
        room.offer("a", seq);
      }
      SpillDirectory.await("written", () -> room.spill.figures().records() == 60);
      assertThat(room.seqs("a")).endsWith(58L, 59L);
      assertThat(total()).isLessThanOrEqualTo(4 * KIB);
    }
  }

  @Test
  @Tag("vector-8")
  void shouldLeaveAForeignFileAlone() throws IOException {
    Path own = Files.createDirectories(directory.resolve(SpillDirectory.OWN));
    Path dead = Files.createDirectories(directory.resolve("1-1"));
    Path other = Files.createDirectories(directory.resolve("backup"));
    List<Path> foreign =
        List.of(
            directory.resolve("aaa-precious.db"),
            directory.resolve("metrics-1-1.jsonl"),
            own.resolve("aaa-precious.db"),
            own.resolve("metrics-1.jsonl"),
            own.resolve("metrics-1-1.jsonl.bak"),
            dead.resolve("xmetrics-1-1.jsonl"),
            dead.resolve("metrics--1-1.jsonl"),
            other.resolve("metrics-1-1.jsonl"));
    for (Path file : foreign) {
      Files.write(file, new byte[50 * KIB]);
    }
    SpillDirectory.abandoned(directory.resolve("2-2"), 1, 4, KIB);
    try (SpillDirectory room = SpillDirectory.started(directory, 4 * KIB, KIB)) {
      room.spill("a", 0, 100);
      assertThat(foreign).allMatch(file -> file.toFile().length() == 50 * KIB);
      assertThat(directory.resolve("2-2")).doesNotExist();
      assertThat(room.spill.figures().bytes()).isLessThanOrEqualTo(4 * KIB);
      assertThat(room.spill.figures().errors()).isEmpty();
    }
  }

  @Test
  @Tag("vector-10")
  void shouldStopCountingWhatIsRemovedAndKeepTheNextRecord() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, 4 * KIB, KIB)) {
      room.spill("a", 0, 100);
      for (Segment segment : Segment.list(room.own())) {
        Files.delete(segment.file());
      }
      room.spill("a", 100, 101);
      assertThat(room.seqs("a")).containsExactly(100L);
      assertThat(room.errors("removed")).isEqualTo(1);
      room.spill("a", 101, 104);
      assertThat(room.seqs("a")).containsExactly(100L, 101L, 102L, 103L);
      assertThat(room.errors("removed")).isEqualTo(1);
    }
  }

  @Test
  void shouldAgeOutWhatEndedJvmsLeftTheOldestFirst() throws IOException {
    SpillDirectory.abandoned(directory.resolve("1-1"), 3_000, 4, KIB);
    SpillDirectory.abandoned(directory.resolve("2-2"), 1_000, 4, KIB);
    SpillDirectory.abandoned(directory.resolve("3-3"), 2_000, 4, KIB);
    try (SpillDirectory room = new SpillDirectory(directory, 8 * KIB, 2 * KIB, 4096)) {
      room.spill.start();
      SpillDirectory.await("aged at start", () -> room.spill.figures().segments() == 8);
      assertThat(directory.resolve("2-2")).doesNotExist();
      assertThat(Segment.list(directory.resolve("3-3"))).hasSize(4);
      room.spill("a", 0, 5);
      assertThat(Segment.list(directory.resolve("3-3")).stream().map(Segment::millis))
          .containsExactly(2_002L, 2_003L);
      assertThat(Segment.list(directory.resolve("1-1"))).hasSize(4);
      assertThat(total()).isLessThanOrEqualTo(8 * KIB);
      assertThat(room.spill.figures().bytes()).isEqualTo(total());
      room.spill("a", 5, 100);
      assertThat(SpillDirectory.files(directory)).containsExactly(room.own());
      assertThat(room.spill.figures().errors()).isEmpty();
    }
  }

  @Test
  void shouldTakeADirectoryWithoutALockAsThatOfAnEndedJvm() throws IOException {
    Path dead = Files.createDirectories(directory.resolve("1-1"));
    Files.write(dead.resolve("metrics-1-1.jsonl"), new byte[100 * KIB]);
    try (SpillDirectory room = SpillDirectory.started(directory, 8 * KIB, KIB)) {
      room.spill("a", 0, 1);
      assertThat(dead.resolve("metrics-1-1.jsonl")).doesNotExist();
    }
  }

  @Test
  void shouldLeaveTheSegmentsOfAJvmThatLives() throws IOException {
    try (SpillingJvm child = SpillingJvm.start(directory, "7-7", 100);
        SpillDirectory room = SpillDirectory.started(directory, 8 * KIB, KIB)) {
      Path theirs = child.directory();
      SpillDirectory.await("all of theirs", () -> lines(theirs) == 100);
      Files.write(theirs.resolve("metrics-1-1000.jsonl"), new byte[50 * KIB]);
      room.spill("a", 0, 200);
      assertThat(room.spill.figures().bytes()).isLessThanOrEqualTo(8 * KIB).isPositive();
      assertThat(Segment.list(theirs)).hasSize(2);
      assertThat(lines(theirs)).isEqualTo(100);

      child.kill();
      room.spill("a", 200, 220);
      assertThat(theirs).doesNotExist();
      assertThat(total()).isLessThanOrEqualTo(8 * KIB);
      assertThat(room.spill.figures().errors()).isEmpty();
    }
  }

  private static long lines(Path own) {
    try {
      long lines = 0;
      for (Segment segment : Segment.list(own)) {
        lines += Files.readString(segment.file()).chars().filter(c -> c == '\n').count();
      }
      return lines;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
