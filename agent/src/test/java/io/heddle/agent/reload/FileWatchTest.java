package io.heddle.agent.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.config.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir private Path directory;
  private Path file = Path.of("");
  private FileWatch watch = new FileWatch("", 0);

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("heddle.yaml");
    watch = new FileWatch(file.toString(), write("one"));
  }

  private long write(String text) throws IOException {
    Files.writeString(file, text);
    return SourceFile.checksum(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldSeeNothingWhereOnlyTheTimeOfTheFileChanges() throws IOException {
    write("one");
    assertThat(watch.look()).isFalse();
    assertThat(watch.isWaiting()).isFalse();
  }

  @Test
  void shouldTellOfAContentOnceItHasStoodForTwoLooks() throws IOException {
    write("tw");
    assertThat(watch.look()).isFalse();
    assertThat(watch.isWaiting()).isTrue();
    write("two");
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isTrue();
    assertThat(watch.isWaiting()).isFalse();
    assertThat(watch.look()).isFalse();
  }

  @Test
  void shouldTellOnceThatTheFileIsMissingAndWhenItIsBack() throws IOException {
    Files.delete(file);
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isTrue();
    assertThat(watch.look()).isFalse();
    write("one");
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isTrue();
  }

  @Test
  void shouldIgnoreAMomentWithoutTheFile() throws IOException {
    Files.delete(file);
    assertThat(watch.look()).isFalse();
    write("one");
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isFalse();
  }

  @Test
  void shouldNotTellOfAContentThatWasReadByOtherMeans() throws IOException {
    long checksum = write("two");
    assertThat(watch.look()).isFalse();
    watch.read(checksum);
    assertThat(watch.look()).isFalse();
    assertThat(watch.isWaiting()).isFalse();
  }
}
