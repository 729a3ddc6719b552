package io.heddle.agent.cli.attach;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file in which a HotSpot JVM shows its figures to others of its user, {@code
 * hsperfdata_USER/PID}, version 2: what the JDK finds JVMs by. Read here for a Java without the
 * module jdk.attach. Immutable.
 */
final class PerfData {
  /** The directory of these files and of attach sockets; no setting changes it on Linux. */
  static final Path TEMPORARY = Path.of(temporary());

  private static final String FOLDER = "hsperfdata_";
  private static final int MAGIC = 0xcafec0c0;
  private static final int ENTRY_OFFSET_AT = 24;
  private static final int ENTRY_HEADER = 20;
  private static final String CAPABILITIES = "sun.rt.jvmCapabilities";
  private static final String COMMAND = "sun.rt.javaCommand";

  private final Map<String, String> texts;

  private PerfData(Map<String, String> texts) {
    this.texts = texts;
  }

  /** Returns the data of a JVM; without any text if its file is missing or cannot be read. */
  static PerfData of(long pid) {
    Optional<String> user = ProcessHandle.of(pid).flatMap(process -> process.info().user());
    Path file = TEMPORARY.resolve(FOLDER + user.orElse("")).resolve(Long.toString(pid));
    try {
      return of(Files.readAllBytes(file));
    } catch (IOException e) {
      return new PerfData(Map.of());
    }
  }

  /** Reads the texts of a file; those behind a damaged place are missing. */
  static PerfData of(byte[] bytes) {
    Map<String, String> texts = new HashMap<>();
    try {
      read(bytes, texts);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // not whole, or being written just now
    }
    return new PerfData(texts);
  }

  private static void read(byte[] bytes, Map<String, String> texts) {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    if (data.getInt(0) != MAGIC) {
      return;
    }
    data.order(data.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int at = data.getInt(ENTRY_OFFSET_AT);
    int count = data.getInt(ENTRY_OFFSET_AT + 4);
    for (int i = 0; i < count; i++) {
      int length = data.getInt(at);
      int vector = data.getInt(at + 8);
      if (length < ENTRY_HEADER) {
        return;
      }
      if (vector > 0 && data.get(at + 12) == 'B') {
        String name = text(bytes, at + data.getInt(at + 4), at + length);
        texts.put(name, text(bytes, at + data.getInt(at + 16), at + length));
      }
      at += length;
    }
  }

  /** Returns the text up to the next 0. */
  private static String text(byte[] bytes, int from, int limit) {
    int end = from;
    while (end < limit && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** Returns true if the JVM says that it cannot be attached. */
  boolean refusesAttach() {
    return texts.getOrDefault(CAPABILITIES, "").startsWith("0");
  }

  /** Returns the main class or jar and the arguments, or an empty text. */
  String command() {
    return texts.getOrDefault(COMMAND, "");
  }

  /** Returns the ids of the JVMs that have such a file and run. */
  static List<Long> running() throws IOException {
    List<Long> running = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(TEMPORARY, FOLDER + "*")) {
      for (Path folder : folders) {
        if (Files.isReadable(folder)) {
          addRunning(folder, running);
        }
      }
    }
    return running;
  }

  private static void addRunning(Path folder, List<Long> running) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.length() < 10 && name.chars().allMatch(Character::isDigit)) {
          long pid = Long.parseLong(name);
          if (Files.isReadable(file) && ProcessHandle.of(pid).isPresent()) {
            running.add(pid);
          }
        }
      }
    }
  }

  private static String temporary() {
    return System.getProperty("os.name", "").startsWith("Mac")
        ? System.getProperty("java.io.tmpdir", "/tmp")
        : "/tmp";
  }
}
