package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.heddle.agent.unit.spill.disk.Segment;
import io.heddle.exporter.report.UnitSample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path directory;

  private static List<Long> range(long from, long below) {
    return LongStream.range(from, below).boxed().toList();
  }

  @Test
  void shouldReadFromTheQueueWhatIsNotWrittenYet() throws IOException {
    SpillDirectory room = new SpillDirectory(directory, MIB, MIB / 4, 4096);
    room.offer("a", 0);
    room.offer("b", 0);
    room.offer("a", 1);
    assertThat(room.seqs("a")).containsExactly(0L, 1L);
    assertThat(room.seqs("nobody")).isEmpty();
  }

  @Test
  void shouldReadFromDiskWhatItWroteThere() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, MIB, MIB / 4)) {
      room.spill("a", 0, 1);
      room.spill("b", 0, 3);
      room.spill("a", 1, 10);
      assertThat(room.read("b"))
          .first()
          .isEqualTo(new UnitSample(0, SpillDirectory.START, 12.5, 1 << 20, 0, 0));
      assertThat(room.seqs("a")).isEqualTo(range(0, 10));
      List<Long> part = new ArrayList<>();
      room.spill.read("a", 3, 6, sample -> part.add(sample.seq()));
      assertThat(part).isEqualTo(range(3, 6));
      assertThat(room.said).isEmpty();
      SpillMetrics figures = room.spill.figures();
      assertThat(figures.records()).isEqualTo(13);
      assertThat(figures.segments()).isEqualTo(1);
      assertThat(figures.bytes()).isEqualTo(SpillDirectory.size(Segment.list(room.own())));
      assertThat(figures.dropped()).isEmpty();
      assertThat(figures.errors()).isEmpty();
    }
  }

  @Test
  void shouldWriteWhatIsQueuedWhenItCloses() throws IOException {
    SpillDirectory room = SpillDirectory.started(directory, MIB, MIB / 4);
    for (int seq = 0; seq < 1000; seq++) {
      room.offer("a", seq);
    }
    room.close();
    assertThat(room.spill.figures().records()).isEqualTo(1000);
    assertThat(room.seqs("a")).isEqualTo(range(0, 1000));
    assertThat(room.offer("a", 1000)).isFalse();
    assertThat(room.spill.figures().dropped()).isEqualTo(Map.of("closed", 1L));
    room.close();
  }

  @Test
  void shouldGoOnWhereAnEarlierAttachmentEnded() throws IOException {
    try (SpillDirectory first = SpillDirectory.started(directory, MIB, MIB / 4)) {
      first.spill("a", 0, 5);
    }
    try (SpillDirectory second = SpillDirectory.started(directory, MIB, MIB / 4)) {
      assertThat(second.seqs("a")).isEqualTo(range(0, 5));
      second.clock.addAndGet(-3_600_000); // the order is that of the sequence, not of the clock
      second.spill("a", 5, 10);
      assertThat(second.seqs("a")).isEqualTo(range(0, 10));
      assertThat(Segment.list(second.own()).stream().map(Segment::sequence).toList())
          .containsExactly(0L, 1L);
    }
  }

  @Test
  void shouldCountWhatTheQueueRefusesAndShowItAsAGap() throws IOException {
    try (SpillDirectory room = new SpillDirectory(directory, MIB, MIB / 4, 16)) {
      for (int seq = 0; seq < 20; seq++) {
        assertThat(room.offer("a", seq)).isEqualTo(seq < 16);
      }
      assertThat(room.spill.figures().dropped()).isEqualTo(Map.of("queue", 4L));
      room.spill.start();
      SpillDirectory.await("written", () -> room.spill.figures().records() == 16);
      room.spill("a", 20, 22);
      List<Long> expected = new ArrayList<>(range(0, 16));
      expected.addAll(range(20, 22));
      assertThat(room.seqs("a")).isEqualTo(expected);
    }
  }

  @Test
  void shouldPassOverForeignAndTornLinesAndFiles() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, MIB, MIB / 4)) {
      room.spill("a", 0, 2);
      Path segment = Segment.list(room.own()).get(0).file();
      Files.writeString(
          segment,
          "{\"unit_hash\":\"a\",\"seq\":1,\"sam\nnonsense\n\n" + "x".repeat(200_000) + "\n",
          StandardOpenOption.APPEND);
      room.spill("a", 2, 4);
      Files.createDirectory(room.own().resolve("metrics-1-99.jsonl"));
      Files.writeString(room.own().resolve("metrics-1-98.jsonl"), "\u0000".repeat(100_000));
      assertThat(room.seqs("a")).isEqualTo(range(0, 4));
      assertThat(room.spill.figures().errors()).isEqualTo(Map.of("read", 1L));
    }
  }

  @Test
  void shouldGiveEachSampleOnceWhenASegmentWasGivenUpWithAPartOfABatch() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, MIB, MIB / 4)) {
      room.spill("a", 0, 6);
      Path segment = Segment.list(room.own()).get(0).file();
      Files.copy(segment, room.own().resolve("metrics-1-7.jsonl"));
      assertThat(room.seqs("a")).isEqualTo(range(0, 6));
    }
  }

  @Test
  void shouldLetThroughOnlyWhatTheReceiverThrows() {
    try (SpillDirectory room = SpillDirectory.started(directory, MIB, MIB / 4)) {
      room.spill("a", 0, 6);
      assertThatThrownBy(
              () ->
                  room.spill.read(
                      "a",
                      0,
                      9,
                      sample -> {
                        throw new IOException("the client is gone");
                      }))
          .hasMessage("the client is gone");
    }
  }

  /** Nothing is aged out here, so every reader must see all that was offered before it began. */
  @Test
  void shouldReadEverythingInOrderWhileItIsWritten() throws Exception {
    int samples = 20_000;
    AtomicLong offered = new AtomicLong();
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try (SpillDirectory room = SpillDirectory.started(directory, 64 * MIB, 32 * 1024)) {
      Callable<Integer> reads =
          () -> {
            int rounds = 0;
            long seen = 0;
            while (seen < samples) {
              long before = offered.get();
              List<Long> seqs = room.seqs("a");
              assertThat(seqs).isEqualTo(range(0, seqs.size()));
              assertThat(seqs.size()).isGreaterThanOrEqualTo((int) before);
              seen = seqs.size();
              rounds++;
            }
            return rounds;
          };
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        results.add(readers.submit(reads));
      }
      for (int seq = 0; seq < samples; seq++) {
        while (!room.offer("a", seq)) {
          LockSupport.parkNanos(100_000);
        }
        while (!room.offer("b", seq)) {
          LockSupport.parkNanos(100_000);
        }
        offered.set(seq + 1);
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isPositive();
      }
      assertThat(Segment.list(room.own())).hasSizeGreaterThan(10);
      assertThat(room.errors("read")).isZero();
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void shouldReadInOrderWhileSegmentsVanish() throws Exception {
    AtomicLong done = new AtomicLong();
    ExecutorService readers = Executors.newSingleThreadExecutor();
    try (SpillDirectory room = SpillDirectory.started(directory, 64 * 1024, 4 * 1024)) {
      Future<Long> result =
          readers.submit(
              () -> {
                long rounds = 0;
                while (done.get() == 0) {
                  List<Long> seqs = room.seqs("a");
                  assertThat(seqs).isSorted().doesNotHaveDuplicates();
                  rounds++;
                }
                return rounds;
              });
      for (int seq = 0; seq < 30_000; seq++) {
        while (!room.offer("a", seq)) {
          LockSupport.parkNanos(100_000);
        }
      }
      SpillDirectory.await("written", () -> room.spill.figures().records() == 30_000);
      done.set(1);
      assertThat(result.get()).isPositive();
      assertThat(SpillDirectory.size(Segment.list(room.own()))).isLessThanOrEqualTo(64 * 1024);
      assertThat(room.spill.figures().errors()).isEmpty();
    } finally {
      readers.shutdownNow();
    }
  }

  /**
   * One round without a byte is proof, because every round does the same; in others the JVM may
   * charge this thread for what its compiler does: 96 bytes or so, an empty loop pays them too.
   */
  @Test
  void shouldAllocateNothingWhenASampleIsOffered() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (SpillDirectory room = new SpillDirectory(directory, MIB, MIB / 4, 64)) {
      room.spill.start();
      List<Long> allocated = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        offerUntilBothAnswersCame(room);
        allocated.add(threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(allocated).contains(0L);
      assertThat(room.spill.figures().errors()).isEmpty();
    }
  }

  private static void offerUntilBothAnswersCame(SpillDirectory room) {
    int taken = 0;
    int refused = 0;
    while (taken < 100 || refused < 10_000) {
      if (room.offer("a", taken)) {
        taken++;
      } else {
        refused++;
      }
    }
  }

  @Test
  void shouldRefuseANameThatOtherJvmsWouldNotKnow() {
    assertThatThrownBy(() -> new SpillDirectory(directory, "../1-2", MIB, MIB, 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SpillDirectory(directory, SpillDirectory.OWN, 0, MIB, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldSurviveAVoiceThatFails() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    Spill spill =
        new Spill(
            directory.resolve("file"),
            SpillDirectory.OWN,
            MIB,
            MIB / 4,
            System::currentTimeMillis,
            Thread::new,
            (kind, sentence) -> {
              throw new IllegalStateException();
            });
    spill.start();
    SpillDirectory.await("counted", () -> spill.figures().errors().containsKey("internal"));
    spill.close();
    assertThat(spill.figures().errors()).containsEntry("create_dir", 1L);
  }
}
