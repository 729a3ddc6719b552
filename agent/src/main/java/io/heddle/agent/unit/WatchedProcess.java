package io.heddle.agent.unit;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.os.ProcessSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that the configuration names: the one that has the name now, and those that had it. All
 * of them together are one unit under that name. One thread looks for it; any thread may read.
 */
final class WatchedProcess {
  /** Maximum number of processes with the name that are remembered: some 80 KiB. */
  private static final int MAX_PROCESSES = 256;

  /** Maximum size of a process id file, in bytes: a longer file holds no process id. */
  private static final int MAX_FILE_BYTES = 1024;

  private static final long SETTLED_MILLIS = 2000;

  private final UnitsConfig.Watch entry;
  private @Nullable FileTime readAt;
  private @Nullable Object readKey;
  private long pid = Unit.UNKNOWN;
  // in the order in which they came; replaced, never changed
  private volatile List<Unit> units = List.of();

  WatchedProcess(UnitsConfig.Watch entry) {
    this.entry = entry;
    this.pid = entry.pid();
  }

  String name() {
    return entry.name();
  }

  /** Returns the processes with the name that were seen running, the last one at the end. */
  List<Unit> units() {
    return units;
  }

  /** Returns the last process with the name; null if there was none yet. */
  @Nullable Unit latest() {
    List<Unit> all = units;
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** Looks which process has the name now, and adds a new one to the table. */
  void update(ProcessSource source, ProcessReading reading, UnitTable table) {
    String file = entry.pidFile();
    if (file != null) {
      readPidFile(file);
    }
    Unit known = latest();
    if (pid <= 0 || (known != null && known.isUp() && known.pid() == pid)) {
      return;
    }
    if (source.canRead(pid) && source.read(pid, reading)) {
      Unit found = table.add(Unit.Kind.WATCH, entry.name(), pid, reading.start, Unit.UNKNOWN);
      boolean runs = found.isUp() || (found.kind() == Unit.Kind.WATCH && table.revive(found));
      if (runs) {
        follow(found, table);
      }
    }
  }

  /** Gives the name to this process; one that was a unit only by the name is retired. */
  private void follow(Unit found, UnitTable table) {
    Unit before = latest();
    if (before != null && before != found && before.kind() == Unit.Kind.WATCH) {
      table.retire(before);
    }
    List<Unit> all = new ArrayList<>(units);
    all.remove(found);
    all.add(found);
    units = List.copyOf(all.subList(Math.max(0, all.size() - MAX_PROCESSES), all.size()));
    table.setAlias(found, entry.name());
  }

  /** Reads the file if it is another than the one that was read, or was written since. */
  private void readPidFile(String file) {
    try {
      Path path = Path.of(file);
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      boolean same =
          now.lastModifiedTime().equals(readAt) && String.valueOf(now.fileKey()).equals(readKey);
      if (!same) {
        // anything but a file could keep this thread for ever
        pid = now.isRegularFile() ? parsePid(read(path)) : Unit.UNKNOWN;
        // a file that is being written now may change once more within the same tick of its clock
        long age = System.currentTimeMillis() - now.lastModifiedTime().toMillis();
        readAt = pid > 0 && age > SETTLED_MILLIS ? now.lastModifiedTime() : null;
        readKey = String.valueOf(now.fileKey());
      }
    } catch (IOException | InvalidPathException e) {
      // the file is not there: the process it named may run on, and is sampled until it ends
      readAt = null;
      pid = Unit.UNKNOWN;
    }
  }

  private static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      return bytes.length > MAX_FILE_BYTES ? new byte[0] : bytes;
    }
  }

  /** Returns the number in the first line, as daemons write it. */
  private static long parsePid(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1).strip();
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    boolean alone = end == text.length() || Character.isWhitespace(text.charAt(end));
    // an id has at most 7 digits on Linux, and 10 anywhere
    return end > 0 && end <= 10 && alone ? Long.parseLong(text.substring(0, end)) : Unit.UNKNOWN;
  }
}
