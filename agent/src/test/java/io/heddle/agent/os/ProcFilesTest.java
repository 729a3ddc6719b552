package io.heddle.agent.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files as the kernel writes them, and as it never should. */
class ProcFilesTest {
  @TempDir Path root;
  private FakeProc proc;
  private final ProcessReading reading = new ProcessReading();

  @BeforeEach
  void makeTree() {
    proc = new FakeProc(root);
  }

  @Test
  void shouldReadWhatIsThere() throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    proc.put("42/io", FakeProc.io(4096, 8192));
    ProcFiles source = proc.source();
    assertThat(source.read(42, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, 4096, 8192);
    assertThat(source.unreadableCount()).isZero();
    assertThat(source.tickNanos()).isEqualTo(10_000_000);
  }

  @Test
  void shouldTakeTheMemoryThatDoesNotLagBehind() throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    ProcFiles source = proc.source();
    proc.put("42/statm", "9000 1234 900 5 0 89 0\n");
    assertThat(source.read(42, reading)).isTrue();
    assertThat(reading.residentBytes).isEqualTo(4096 * 1234);
    for (String other : List.of("", "0 0 0 0 0 0 0\n", "9000", "9000 12", "x y\n", "9000 -3 1\n")) {
      proc.put("42/statm", other);
      assertThat(source.read(42, reading)).isTrue();
      assertThat(reading.residentBytes).as(other).isEqualTo(4096 * 1000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", ")", "(", "x) Z 1 2 3", ") R 1 (", "", " ", "a\tb", "a\\nb", "a\nb", "é🧵"})
  void shouldNotTakeANameForFields(String name) throws Exception {
    proc.put("42/stat", FakeProc.line(42, name, 'R'));
    proc.put("42/io", FakeProc.io(1, 2));
    ProcFiles source = proc.source();
    assertThat(source.read(42, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, 1, 2);
    assertThat(source.program(42)).isEqualTo(name.isEmpty() ? null : name);
  }

  @Test
  void shouldReadANameThatIsNoText() throws Exception {
    byte[] line = FakeProc.line(42, "....", 'R').getBytes(StandardCharsets.UTF_8);
    System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xc3, 0, (byte) 0x80}, 0, line, 4, 4);
    proc.put("42/stat", line);
    ProcFiles source = proc.source();
    assertThat(source.read(42, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, -1, -1);
    assertThat(source.program(42)).contains("\ufffd");
  }

  @Test
  void shouldKnowTheProgramByItsFileAndNeverByItsArguments() throws Exception {
    proc.put("42/stat", FakeProc.line(42, "fifteen-bytes-o", 'S'));
    proc.put("42/cmdline", "secret\0--password=x\0");
    Files.createSymbolicLink(root.resolve("42/exe"), Path.of("/opt/a b/fifteen-bytes-or-more"));
    ProcFiles source = proc.source();
    assertThat(source.program(42)).isEqualTo("fifteen-bytes-or-more");
    Files.delete(root.resolve("42/exe"));
    Files.createSymbolicLink(root.resolve("42/exe"), Path.of("/opt/tool (deleted)"));
    assertThat(source.program(42)).isEqualTo("tool");
    Files.delete(root.resolve("42/exe"));
    assertThat(source.program(42)).isEqualTo("fifteen-bytes-o");
    Files.delete(root.resolve("42/stat"));
    assertThat(source.program(42)).isNull();
    assertThat(source.program(0)).isNull();
    assertThat(source.program(-1)).isNull();
  }

  @ParameterizedTest
  @ValueSource(chars = {'Z', 'X', 'x'})
  void shouldNotReadWhatHasEnded(char state) throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sh", state));
    proc.put("42/io", FakeProc.io(1, 2));
    reading.start = 5;
    assertThat(proc.source().read(42, reading)).isFalse();
    assertReading(-1, -1, -1, -1, -1);
  }

  @Test
  void shouldReadOneWhoseMainThreadHasEndedButNotTheOthers() throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sh", 'Z', 7000, 100, 0, 2));
    proc.put("42/io", FakeProc.io(1, 2));
    assertThat(proc.source().read(42, reading)).isTrue();
    assertReading(7000, 120, -1, 1, 2);
  }

  @Test
  void shouldKnowNoBytesOfOneThatVanishesBetweenTheFiles() throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    ProcFiles source = proc.source();
    assertThat(source.read(42, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, -1, -1);
    assertThat(source.unreadableCount()).isZero();
    Files.delete(root.resolve("42/stat"));
    Files.delete(root.resolve("42"));
    assertThat(source.read(42, reading)).isFalse();
    assertReading(-1, -1, -1, -1, -1);
    assertThat(source.unreadableCount()).isZero();
  }

  @Test
  void shouldTellAnotherProcessOfTheSameId() throws Exception {
    ProcFiles source = proc.source();
    proc.put("42/stat", FakeProc.line(42, "sh", 'S', 7000, 999_999, 1000, 1));
    proc.put("42/io", FakeProc.io(1 << 30, 1 << 30));
    assertThat(source.read(42, reading)).isTrue();
    proc.put("42/stat", FakeProc.line(42, "cc", 'S', 7001, 0, 10, 1));
    proc.put("42/io", FakeProc.io(0, 0));
    assertThat(source.read(42, reading)).isTrue();
    assertReading(7001, 20, 40_960, 0, 0);
  }

  // a folder cannot be opened as a file, not even by root, and is there: as a file that is not ours
  @Test
  void shouldCountWhatIsThereAndRefused() throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sudo", 'S'));
    Files.createDirectories(root.resolve("42/io"));
    Files.createDirectories(root.resolve("43/stat"));
    ProcFiles source = proc.source();
    assertThat(source.read(42, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, -1, -1);
    assertThat(source.unreadableCount()).isEqualTo(1);
    assertThat(source.read(43, reading)).isFalse();
    assertThat(source.unreadableCount()).isEqualTo(2);
    assertThat(source.program(43)).isNull();
  }

  @Test
  void shouldNeverTakeAPartOfANumberWhereverALineIsCut() throws Exception {
    byte[] line = FakeProc.line(42, "a) R 1 b", 'S').getBytes(StandardCharsets.UTF_8);
    proc.put("42/io", FakeProc.io(77, 88));
    ProcFiles source = proc.source();
    int read = 0;
    for (int length = 0; length <= line.length; length++) {
      proc.put("42/stat", Arrays.copyOf(line, length));
      if (source.read(42, reading)) {
        read++;
        long resident = reading.residentBytes < 0 ? -1 : 4_096_000;
        assertReading(7000, 120, resident, 77, 88);
      } else {
        assertReading(-1, -1, -1, -1, -1);
      }
      source.program(42);
    }
    assertThat(read).isBetween(2, line.length / 2);
  }

  @Test
  void shouldNeverTakeAPartOfANumberWhereverTheBytesAreCut() throws Exception {
    byte[] io = FakeProc.io(1234, 5678).getBytes(StandardCharsets.UTF_8);
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    ProcFiles source = proc.source();
    for (int length = 0; length <= io.length; length++) {
      proc.put("42/io", Arrays.copyOf(io, length));
      assertThat(source.read(42, reading)).isTrue();
      assertThat(reading.readBytes).isIn(-1L, 1234L);
      assertThat(reading.writtenBytes).isIn(-1L, 5678L);
    }
    assertReading(7000, 120, 4_096_000, 1234, 5678);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        ")",
        "42 (sh",
        "42 (sh)",
        "42 (sh) ",
        "42 (sh) S",
        "42 (sh) S\n",
        "read_bytes: ",
        "read_bytes: \nwrite_bytes: x\n",
        "read_bytes: -5\nwrite_bytes: 9223372036854775808\n",
        "42 (sh) S 1 2 3 0 -1 4 9 5 6 7 1 2 3 4 20 0 1 0 18446744073709551615 9 9 9\n",
        "42 (sh) S 1 2 3 0 -1 4 9 5 6 7 1 2 3 4 20 0 1 0 -9 9 9 9\n",
        "42 (sh) S 1 2 3 0 -1 4 9 5 6 7 1 2 3 4 20 0 1 0 9x9 9 9 9\n"
      })
  void shouldFindNothingInWhatIsNoSuchFile(String text) throws Exception {
    proc.put("42/stat", text);
    proc.put("42/io", text);
    assertThat(proc.source().read(42, reading)).isFalse();
    assertReading(-1, -1, -1, -1, -1);
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    assertThat(proc.source().read(42, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, -1, -1);
  }

  @Test
  void shouldKnowNothingOfNumbersThatAreTooLarge() throws Exception {
    String most = Long.toString(Long.MAX_VALUE);
    proc.put(
        "42/stat",
        "42 (sh) S 1 2 3 0 -1 4 9 5 6 7 %s 2 3 4 20 0 1 0 %s 9 %s 9\n".formatted(most, most, most));
    proc.put("42/io", FakeProc.io(Long.MAX_VALUE, 1) + most);
    assertThat(proc.source().read(42, reading)).isTrue();
    assertReading(Long.MAX_VALUE, -1, -1, Long.MAX_VALUE, 1);
  }

  @Test
  void shouldReadFilesLongerThanItExpects() throws Exception {
    byte[] long1 = new byte[100_000];
    Arrays.fill(long1, (byte) '7');
    proc.put("42/stat", long1);
    proc.put("43/stat", FakeProc.line(43, "sh", 'S'));
    proc.put("43/io", long1);
    assertThat(proc.source().read(42, reading)).isFalse();
    assertThat(proc.source().read(43, reading)).isTrue();
    assertReading(7000, 120, 4_096_000, -1, -1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 43, Long.MAX_VALUE})
  void shouldFindNoSuchProcess(long pid) throws Exception {
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    proc.put("self/stat", FakeProc.line(42, "sh", 'S'));
    assertThat(proc.source().read(pid, reading)).isFalse();
    assertThat(proc.source().program(pid)).isNull();
  }

  @Test
  void shouldKnowWhatTheChildrenUsed() throws Exception {
    ProcFiles source = proc.source();
    assertThat(source.childrenTicks()).isEqualTo(-1);
    proc.put("self/stat", FakeProc.line(42, "java", 'R'));
    assertThat(source.childrenTicks()).isEqualTo(7);
    proc.put("self/stat", "42 (java) S 1 2 3 0 -1 4 9 5 6 7 1 2 3");
    assertThat(source.childrenTicks()).isEqualTo(-1);
    proc.put("self/stat", "42 (java) S 1 2 3 0 -1 4 9 5 6 7 1 2 -3 4 20 0 1 0 9 9 9 9\n");
    assertThat(source.childrenTicks()).isEqualTo(-1);
  }

  @Test
  void shouldTakeTheUnitsThatTheKernelTells() throws Exception {
    proc.put("self/auxv", FakeProc.words64(33, 1, 6, 65_536, 17, 1000, 0, 0));
    proc.put("42/stat", FakeProc.line(42, "sh", 'S'));
    ProcFiles source = proc.source();
    assertThat(source.read(42, reading)).isTrue();
    assertThat(reading.residentBytes).isEqualTo(65_536_000);
    assertThat(source.tickNanos()).isEqualTo(1_000_000);
    assertUnits(FakeProc.words64(6, 65_536, 17, 0), true, 65_536, 100);
    assertUnits(FakeProc.words64(6, 4095, 17, -5), true, 4096, 100);
    assertUnits(FakeProc.words64(6, -1, 17, Long.MIN_VALUE), true, 4096, 100);
    assertUnits(Arrays.copyOf(FakeProc.words64(6, 65_536), 15), true, 4096, 100);
    assertUnits(new byte[0], true, 4096, 100);
    ByteBuffer narrow = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    narrow.putInt(6).putInt(16_384).putInt(17).putInt(250);
    assertUnits(narrow.array(), false, 16_384, 250);
  }

  private void assertUnits(byte[] auxv, boolean words64, long page, long ticks) throws IOException {
    proc.put("self/auxv", auxv);
    assertThat(AuxiliaryVector.read(root + "/self/auxv", words64))
        .isEqualTo(new AuxiliaryVector(page, ticks));
  }

  private void assertReading(long start, long ticks, long resident, long read, long written) {
    assertThat(
            new long[] {
              reading.start,
              reading.cpuTicks,
              reading.residentBytes,
              reading.readBytes,
              reading.writtenBytes
            })
        .containsExactly(start, ticks, resident, read, written);
  }
}
