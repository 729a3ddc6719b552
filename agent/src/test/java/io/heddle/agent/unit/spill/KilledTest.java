package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.unit.spill.disk.Segment;
import io.heddle.exporter.report.UnitSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a JVM that was killed at any byte. */
@Tag("slow")
class KilledTest {
  private static final int KILLS = Boolean.getBoolean("heddle.long") ? 200 : 20;
  private static final long SEED = 20260822;

  @TempDir private Path directory;

  @Test
  void shouldReadAllBeforeTheCutAtEveryByteOfASegment() throws IOException {
    Path whole = directory.resolve("whole");
    try (SpillDirectory room = SpillDirectory.started(whole, 1 << 20, 1 << 18)) {
      room.spill("a", 0, 12);
    }
    byte[] bytes =
        Files.readAllBytes(Segment.list(whole.resolve(SpillDirectory.OWN)).get(0).file());
    Path cut = Files.createDirectories(directory.resolve("cut").resolve(SpillDirectory.OWN));
    Path segment = cut.resolve("metrics-1-0.jsonl");
    SpillDirectory reads = new SpillDirectory(directory.resolve("cut"), 1 << 20, 1 << 18, 4);
    for (int length = bytes.length; length >= 0; length--) {
      String kept = new String(bytes, 0, length, StandardCharsets.UTF_8);
      Files.writeString(segment, kept);
      // a line that lacks nothing but its end is whole
      long lines = kept.chars().filter(c -> c == '\n').count() + (kept.endsWith("}}") ? 1 : 0);
      assertThat(reads.seqs("a")).isEqualTo(LongStream.range(0, lines).boxed().toList());
    }
    assertThat(reads.spill.figures().errors()).isEmpty();
    assertThat(reads.said).isEmpty();
  }

  @Test
  void shouldStartAndGoOnAfterACutAtEveryByteOfALine() throws IOException {
    Path whole = directory.resolve("whole");
    try (SpillDirectory room = SpillDirectory.started(whole, 1 << 20, 1 << 18)) {
      room.spill("a", 0, 2);
    }
    byte[] bytes =
        Files.readAllBytes(Segment.list(whole.resolve(SpillDirectory.OWN)).get(0).file());
    int line = bytes.length / 2;
    Path root = directory.resolve("cut");
    Path segment =
        Files.createDirectories(root.resolve(SpillDirectory.OWN)).resolve("metrics-1-0.jsonl");
    for (int length = line; length < bytes.length - 2; length++) {
      byte[] kept = Arrays.copyOf(bytes, length);
      Files.write(segment, kept);
      SpillDirectory room = SpillDirectory.started(root, 1 << 20, 1 << 18);
      room.offer("a", 5);
      room.close();
      assertThat(room.seqs("a")).containsExactly(0L, 5L);
      assertThat(Files.readAllBytes(segment)).isEqualTo(kept); // read, and never written again
      List<Segment> all = Segment.list(root.resolve(SpillDirectory.OWN));
      Files.delete(all.get(all.size() - 1).file());
    }
  }

  @Test
  void shouldFindEveryWholeLineOfAJvmThatWasKilled() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < KILLS; i++) {
      String name = (i + 1) + "-1";
      Path own = directory.resolve(name);
      long enough = random.nextInt(600_000);
      try (SpillingJvm child = SpillingJvm.start(directory, name, Long.MAX_VALUE)) {
        SpillDirectory.await("a child that spills", () -> written(own) >= enough);
        child.kill();
      }
      List<Long> seqs = wholeLines(own);
      long first = seqs.get(0);
      assertThat(seqs).isEqualTo(LongStream.range(first, first + seqs.size()).boxed().toList());
      assertThat(SpillDirectory.size(Segment.list(own))).isLessThanOrEqualTo(SpillingJvm.MAX);

      // whoever comes next starts, and ages it out with all the others
      try (SpillDirectory next =
          SpillDirectory.started(directory, SpillingJvm.MAX, SpillingJvm.SEGMENT)) {
        next.spill("a", i, i + 1);
        assertThat(next.seqs("a")).contains((long) i);
        assertThat(total()).isLessThanOrEqualTo(SpillingJvm.MAX);
        assertThat(next.spill.figures().errors()).isEmpty();
        assertThat(next.said).isEmpty();
      }
    }
  }

  /** Roughly: the bytes of all segments that it has begun, aged out or not. */
  private static long written(Path own) {
    try {
      List<Segment> segments = Segment.list(own);
      if (segments.isEmpty()) {
        return 0;
      }
      Segment last = segments.get(segments.size() - 1);
      return last.sequence() * SpillingJvm.SEGMENT + last.bytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> wholeLines(Path own) throws IOException {
    List<Long> seqs = new ArrayList<>();
    for (Segment segment : Segment.list(own)) {
      String text = Files.readString(segment.file());
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      for (String line : whole.lines().toList()) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        UnitSample sample = SampleLine.parse(bytes, 0, bytes.length);
        assertThat(sample.epochMillis()).isEqualTo(1_700_000_000_000L + sample.seq());
        seqs.add(sample.seq());
      }
    }
    return seqs;
  }

  private long total() throws IOException {
    long total = 0;
    for (Path each : SpillDirectory.files(directory)) {
      total += SpillDirectory.size(Segment.list(each));
    }
    return total;
  }
}
