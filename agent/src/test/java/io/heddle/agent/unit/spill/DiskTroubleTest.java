package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.unit.spill.disk.Segment;
import io.heddle.agent.unit.store.MutableSample;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fails, memory goes on, and spilling resumes when the disk is back. */
@Tag("slow")
class DiskTroubleTest {
  private static final long MAX = 512 << 10;
  private static final long SEGMENT = 32 << 10;

  @TempDir private Path temporary;

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Long> range(long from, long below) {
    return LongStream.range(from, below).boxed().toList();
  }

  @Test
  void shouldResumeWhenAFileInThePlaceOfTheDirectoryGoes() throws IOException {
    Path directory = Files.createFile(temporary.resolve("spill"));
    try (SpillDirectory room = new SpillDirectory(directory, MAX, SEGMENT, 16)) {
      room.spill.start();
      SpillDirectory.await("failed", () -> room.errors("create_dir") >= 1);
      for (int seq = 0; seq < 20; seq++) {
        assertThat(room.offer("a", seq)).isEqualTo(seq < 16);
      }
      assertThat(room.spill.figures().dropped()).isEqualTo(Map.of("disk", 4L));
      Files.delete(directory);
      SpillDirectory.await("resumed", () -> room.spill.figures().records() == 16);
      room.spill("a", 20, 22);
      List<Long> expected = new ArrayList<>(range(0, 16));
      expected.addAll(range(20, 22)); // what was dropped is a gap
      assertThat(room.seqs("a")).isEqualTo(expected);
      assertThat(room.said).hasSize(1);
    }
  }

  @Test
  void shouldEndInTimeWhileTheDiskFails() throws IOException {
    Path directory = Files.createFile(temporary.resolve("spill"));
    SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT);
    room.offer("a", 0);
    SpillDirectory.await("failed", () -> room.errors("create_dir") >= 1);
    long before = System.nanoTime();
    room.close();
    assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
    assertThat(room.spill.figures().dropped()).isEqualTo(Map.of("closed", 1L));
  }

  @Test
  void shouldMakeTheDirectoryAgainAndLoseNothingThatIsQueued() throws IOException {
    Path directory = temporary.resolve("spill");
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      room.spill("a", 0, 10);
      remove(directory);
      room.spill("a", 10, 20);
      assertThat(room.seqs("a")).isEqualTo(range(10, 20));
      assertThat(room.errors("removed")).isEqualTo(1);
      assertThat(room.own().resolve("lock")).exists();
      remove(room.own());
      room.spill("a", 20, 30);
      assertThat(room.seqs("a")).isEqualTo(range(20, 30));
    }
  }

  @Test
  void shouldGoOnAfterItsSegmentWasCut() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(temporary, MAX, SEGMENT)) {
      room.spill("a", 0, 3);
      Path segment = Segment.list(room.own()).get(0).file();
      Files.write(segment, new byte[0]);
      room.spill("a", 3, 6);
      assertThat(room.seqs("a")).isEqualTo(range(3, 6));
    }
  }

  @Test
  void shouldSurviveAnInterrupt() throws IOException {
    List<Thread> threads = new ArrayList<>();
    Spill spill =
        new Spill(
            temporary,
            SpillDirectory.OWN,
            MAX,
            SEGMENT,
            System::currentTimeMillis,
            task -> {
              threads.add(new Thread(task));
              return threads.get(0);
            },
            (kind, sentence) -> {});
    spill.start();
    MutableSample sample = new MutableSample();
    for (int seq = 0; seq < 30; seq++) {
      threads.get(0).interrupt();
      int wanted = seq + 1;
      sample.set("a", seq, seq, 0, 0, 0, 0);
      spill.offer(sample);
      SpillDirectory.await("written", () -> spill.figures().records() == wanted);
    }
    List<Long> seqs = new ArrayList<>();
    spill.read("a", 0, 100, one -> seqs.add(one.seq()));
    assertThat(seqs).isEqualTo(range(0, 30));
    spill.close();
  }

  @Test
  void shouldStopWhenTheDiskIsFullAndResumeWhenItIsFree() throws IOException {
    try (Mount disk = Mount.tmpfs(temporary.resolve("disk"))) {
      try (SpillDirectory room =
          SpillDirectory.started(disk.path().resolve("spill"), MAX, SEGMENT)) {
        room.spill("a", 0, 100);
        Path filler = disk.path().resolve("filler");
        fill(filler);
        long last = 200; // more lines than the last page of the segment has room for
        for (long seq = 100; seq < last; seq++) {
          assertThat(room.offer("a", seq)).isTrue();
        }
        SpillDirectory.await("full", () -> room.errors("write") > 0);
        assertThat(room.seqs("a")).isEqualTo(range(0, last));
        long failures = room.errors("write");
        SpillDirectory.await("tried again", () -> room.errors("write") > failures);
        assertThat(room.seqs("a")).isEqualTo(range(0, last));
        Files.delete(filler);
        SpillDirectory.await("resumed", () -> room.spill.figures().records() == last);
        room.spill("a", last, last + 100);
        assertThat(room.seqs("a")).isEqualTo(range(0, last + 100));
        assertThat(room.spill.figures().dropped()).isEmpty();
        for (Segment segment : Segment.list(room.own())) {
          // cut to whole lines; and what an attempt began and could not use is gone
          assertThat(Files.readString(segment.file())).endsWith("}}\n");
        }
      }
    }
  }

  /** Page by page, so that none is left. */
  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void shouldResumeWhenAReadOnlyDiskCanBeWrittenAgain() throws IOException {
    try (Mount disk = Mount.tmpfs(temporary.resolve("disk"))) {
      Path directory = Files.createDirectory(disk.path().resolve("spill"));
      disk.remount("ro");
      try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
        SpillDirectory.await("failed", () -> room.errors("create_dir") >= 1);
        assertThat(room.offer("a", 0)).isTrue();
        assertThat(room.seqs("a")).containsExactly(0L);
        disk.remount("rw");
        SpillDirectory.await("resumed", () -> room.spill.figures().records() == 1);
        assertThat(room.seqs("a")).containsExactly(0L);
      }
    }
  }

  /** A disk of 1 MiB. */
  private record Mount(Path path) implements AutoCloseable {
    static Mount tmpfs(Path path) throws IOException {
      Files.createDirectory(path);
      boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path.toString());
      Assumptions.assumeTrue(mounted, "skipped: what needs a small tmpfs (may not mount here)");
      return new Mount(path);
    }

    void remount(String option) throws IOException {
      assertThat(run("mount", "-o", "remount," + option, path.toString())).isTrue();
    }

    private static boolean run(String... command) throws IOException {
      try {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue()
            == 0;
      } catch (IOException e) {
        return false; // there is no such command
      }
    }

    @Override
    public void close() throws IOException {
      assertThat(run("umount", path.toString())).isTrue();
    }
  }
}
