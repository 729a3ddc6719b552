package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.unit.spill.disk.DirectoryListing;
import io.heddle.agent.unit.spill.disk.Segment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may see what is spilled, and that it goes nowhere else. */
@Tag("slow")
class DirectoriesTest {
  private static final long MAX = 1 << 20;
  private static final long SEGMENT = 4 << 10;

  @TempDir private Path temporary;
  private Path directory;
  private Path elsewhere;

  @BeforeEach
  void begin() throws IOException {
    directory = temporary.resolve("spill");
    elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  /** Memory goes on, nothing is written there, and it is said once. */
  private void refuses(SpillDirectory room, String kind) throws IOException {
    SpillDirectory.await("refused", () -> room.errors(kind) >= 1);
    assertThat(room.offer("a", 1000)).isTrue();
    SpillDirectory.await("refused again", () -> room.errors(kind) >= 2);
    assertThat(DirectoryListing.of(elsewhere)).isEmpty();
    assertThat(room.said).hasSize(1).first().asString().startsWith("spill-" + kind + ": ");
    assertThat(room.seqs("a")).endsWith(1000L);
  }

  @Test
  void shouldMakeWhatIsMissingForItsUserAlone() throws IOException {
    directory = temporary.resolve("x/y/spill");
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      room.spill("a", 0, 1);
      assertThat(permissions(temporary.resolve("x"))).isEqualTo("rwx------");
      assertThat(permissions(temporary.resolve("x/y"))).isEqualTo("rwx------");
      assertThat(permissions(directory)).isEqualTo("rwx------");
      assertThat(permissions(room.own())).isEqualTo("rwx------");
      for (Path file : SpillDirectory.files(room.own())) {
        assertThat(permissions(file)).isEqualTo("rw-------");
      }
      assertThat(SpillDirectory.files(room.own())).hasSize(2);
    }
  }

  @Test
  void shouldFollowNoLinkInThePlaceOfTheDirectory() throws IOException {
    Files.createSymbolicLink(directory, elsewhere);
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      refuses(room, "symlink");
      Files.delete(directory);
      SpillDirectory.await("resumed", () -> room.spill.figures().records() == 1);
      assertThat(room.seqs("a")).containsExactly(1000L);
    }
    assertThat(DirectoryListing.of(elsewhere)).isEmpty();
  }

  @Test
  void shouldFollowNoLinkThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(directory, elsewhere.resolve("missing"));
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      refuses(room, "symlink");
    }
  }

  @Test
  void shouldFollowNoLinkInThePlaceOfItsOwnDirectory() throws IOException {
    Files.createDirectory(directory);
    Files.createSymbolicLink(directory.resolve(SpillDirectory.OWN), elsewhere);
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      refuses(room, "symlink");
    }
  }

  @Test
  void shouldFollowNoLinkThatReplacesItsOwnDirectoryMeanwhile() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      room.spill("a", 0, 3);
      Files.move(room.own(), temporary.resolve("moved"));
      Files.createSymbolicLink(room.own(), elsewhere);
      room.offer("a", 999);
      SpillDirectory.await("noticed", () -> room.errors("symlink") >= 2);
      assertThat(DirectoryListing.of(elsewhere)).isEmpty();
      assertThat(room.errors("removed")).isEqualTo(1);
      assertThat(room.seqs("a")).containsExactly(999L);
      Files.delete(room.own());
      SpillDirectory.await("resumed", () -> room.spill.figures().records() == 4);
      assertThat(room.seqs("a")).containsExactly(999L);
    }
  }

  @Test
  void shouldFollowNoLinkInThePlaceOfTheLock() throws IOException {
    Path own = Files.createDirectories(directory.resolve(SpillDirectory.OWN));
    Files.createSymbolicLink(own.resolve("lock"), elsewhere.resolve("made"));
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      refuses(room, "symlink");
    }
  }

  @Test
  void shouldNeitherReadNorCountNorDeleteThroughLinks() throws IOException {
    Path file = elsewhere.resolve("metrics-1-1.jsonl");
    Files.writeString(
        file,
        "{\"unit_hash\":\"a\",\"seq\":5,\"sample\":{\"timestamp\":\"1970-01-01T00:00:00Z\"}}\n"
            + "x".repeat(2 << 20));
    Path own = Files.createDirectories(directory.resolve(SpillDirectory.OWN));
    Files.createSymbolicLink(own.resolve("metrics-1-1.jsonl"), file);
    Files.createSymbolicLink(directory.resolve("1-1"), elsewhere);
    Path dead = Files.createDirectory(directory.resolve("2-2"));
    Files.createSymbolicLink(dead.resolve("metrics-1-1.jsonl"), file);
    Files.createSymbolicLink(dead.resolve("lock"), elsewhere.resolve("lock"));
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      room.spill("a", 0, 2);
      assertThat(room.seqs("a")).containsExactly(0L, 1L);
      assertThat(room.spill.figures().segments()).isEqualTo(1);
    }
    assertThat(SpillDirectory.files(elsewhere)).containsExactly(file);
    assertThat(Files.size(file)).isGreaterThan(2 << 20);
    assertThat(SpillDirectory.files(dead)).hasSize(2);
  }

  @Test
  void shouldHoldItsLockUntilItIsClosed() throws IOException {
    try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
      room.spill("a", 0, 1);
      // what another JVM sees of the lock is seen in RotationTest: this JVM must not ask here
      assertThat(room.own().resolve("lock")).isRegularFile();
    }
    Path lock = directory.resolve(SpillDirectory.OWN).resolve("lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
    }
  }

  @Test
  void shouldWaitForALockThatAnotherHolds() throws IOException {
    Path own = Files.createDirectories(directory.resolve(SpillDirectory.OWN));
    Path lock = Files.createFile(own.resolve("lock"));
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      FileLock held = channel.lock();
      try (SpillDirectory room = SpillDirectory.started(directory, MAX, SEGMENT)) {
        room.offer("a", 0);
        SpillDirectory.await("refused", () -> room.errors("lock") >= 1);
        assertThat(Segment.list(own)).isEmpty();
        held.release();
        SpillDirectory.await("resumed", () -> room.spill.figures().records() == 1);
      }
    }
  }
}
