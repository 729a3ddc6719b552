package io.heddle.agent.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree of files that looks like {@code /proc}. */
final class FakeProc {
  final Path root;

  FakeProc(Path root) {
    this.root = root;
  }

  ProcFiles source() {
    return new ProcFiles(root, true);
  }

  /** Processor time of 120 ticks, 1,000 pages, started at tick 7,000. */
  static String line(long pid, String name, char state) {
    return line(pid, name, state, 7000, 100, 1000, 1);
  }

  static String line(
      long pid, String name, char state, long start, long ticks, long pages, int threads) {
    return "%d (%s) %c 1 2 3 0 -1 4194304 97 5 6 7 %d 20 3 4 20 0 %d 0 %d %d %d 18446744073709551615 94018175619072 0 0\n"
        .formatted(pid, name, state, ticks, threads, start, pages * 8192, pages);
  }

  static String io(long read, long written) {
    return "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: %d\nwrite_bytes: %d\ncancelled_write_bytes: 9\n"
        .formatted(read, written);
  }

  void put(String file, String text) throws IOException {
    put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String file, byte[] bytes) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  /** Pairs of 64-bit words. */
  static byte[] words64(long... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * 8).order(ByteOrder.nativeOrder());
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes.array();
  }
}
