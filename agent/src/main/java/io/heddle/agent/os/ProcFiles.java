package io.heddle.agent.os;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads processes from the files below {@code /proc}, on Linux. Starts no process, loads nothing
 * beyond the JDK's file classes, and parses numbers from bytes.
 */
public final class ProcFiles implements ProcessSource {
  private static final String DELETED = " (deleted)";
  private static final byte[] READ = {'r', 'e', 'a', 'd', '_', 'b', 'y', 't', 'e', 's', ':', ' '};
  private static final byte[] WRITTEN = {
    'w', 'r', 'i', 't', 'e', '_', 'b', 'y', 't', 'e', 's', ':', ' '
  };

  private final String root;
  private final PidNamespace namespace;
  private final AuxiliaryVector units;
  private final StatLine stat = new StatLine();
  private final byte[] bytes = new byte[1024];
  private long refused;

  /** Creates a source for the processes of this system. */
  public ProcFiles() {
    this(
        "/proc/",
        PidNamespace.of("/proc/", ProcessHandle.current().pid()),
        AuxiliaryVector.words64());
  }

  /** Creates a source for the files below another root, as tests have them. */
  ProcFiles(Path root, boolean words64) {
    this(root + "/", PidNamespace.own(root + "/"), words64);
  }

  ProcFiles(String root, PidNamespace namespace, boolean words64) {
    this.root = root;
    this.namespace = namespace;
    this.units = AuxiliaryVector.read(this.root + "self/auxv", words64);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A reading never mixes two processes that had the same id one after the other: all files are
   * opened before the first of them, {@code stat}, is read. An open file below {@code /proc} stays
   * with its process, and cannot be read once that is gone. So if {@code stat} can be read, its
   * process was there when the others were opened, under an id that no other could have. This takes
   * no more system calls than opening and reading one file after the other.
   *
   * <p>The memory in {@code stat} is a sum that lags behind by up to some hundred pages a processor
   * (Linux 6.2 and later); that in {@code statm} is exact since 6.16. It takes 5 µs more.
   */
  @Override
  public boolean read(long pid, ProcessReading into) {
    into.clear();
    if (pid <= 0) {
      return false;
    }
    String folder = namespace.folder(pid);
    if (folder == null) {
      refused++; // it is not known whose figures these would be
      return false;
    }
    try (FileInputStream of = open(folder + "/stat");
        FileInputStream memory = of == null ? null : open(folder + "/statm");
        FileInputStream io = of == null ? null : open(folder + "/io")) {
      if (of == null) {
        countRefusal(folder);
        return false;
      }
      stat.read(of);
      into.start = stat.number(StatLine.START);
      if (!stat.alive() || into.start < 0) {
        into.clear();
        return false;
      }
      into.cpuTicks = stat.sum(StatLine.USER_TICKS, StatLine.SYSTEM_TICKS);
      into.residentBytes = residentBytes(memory);
      if (io == null || !readIo(io, into)) {
        countRefusal(folder + "/io");
      }
      return true;
    } catch (IOException e) {
      into.clear(); // it has ended since the file was opened
      return false;
    }
  }

  private static @Nullable FileInputStream open(String file) {
    try {
      return new FileInputStream(file);
    } catch (FileNotFoundException e) {
      return null; // ended, or not permitted
    }
  }

  private long residentBytes(@Nullable InputStream memory) throws IOException {
    long pages = memory == null ? ProcessReading.UNKNOWN : second(memory);
    if (pages <= 0) {
      // no such file, or it has ended since stat was read
      pages = stat.number(StatLine.RESIDENT_PAGES);
    }
    // a process that is ending, or whose main thread has ended, has no address space to report
    boolean known = pages >= 0 && stat.number(StatLine.VIRTUAL_BYTES) != 0;
    return known && pages <= Long.MAX_VALUE / units.pageBytes()
        ? pages * units.pageBytes()
        : ProcessReading.UNKNOWN;
  }

  /** Returns the second number of a line. */
  private long second(InputStream in) throws IOException {
    int length = DecimalBytes.fill(bytes, in);
    int from = DecimalBytes.end(bytes, 0, length) + 1;
    return DecimalBytes.parse(bytes, from, DecimalBytes.end(bytes, from, length), length);
  }

  private boolean readIo(InputStream io, ProcessReading into) {
    try {
      int length = DecimalBytes.fill(bytes, io);
      into.readBytes = value(READ, length);
      into.writtenBytes = value(WRITTEN, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the number in the line that starts with these bytes; unknown if there is none. */
  private long value(byte[] start, int length) {
    int line = 0;
    while (line < length) {
      int value = line + start.length;
      int end = line;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      if (value < end && startsWith(start, line)) {
        return DecimalBytes.parse(bytes, value, end, length);
      }
      line = end + 1;
    }
    return ProcessReading.UNKNOWN;
  }

  private boolean startsWith(byte[] start, int at) {
    for (int i = 0; i < start.length; i++) {
      if (bytes[at + i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  // counts what is there but could not be read: an exception's text is in the system's language
  private void countRefusal(String path) {
    if (new File(path).exists()) {
      refused++;
    }
  }

  /**
   * Returns how often the files of a process were there and could not be read, as is the case for
   * processes of other users. If it rose in a reading that found no process, there was one.
   */
  @Override
  public long unreadableCount() {
    return refused;
  }

  @Override
  public @Nullable String limitation() {
    return namespace.lack();
  }

  @Override
  public long ownAgeMillis() {
    long start = readStat(root + "self") ? stat.number(StatLine.START) : ProcessReading.UNKNOWN;
    try (FileInputStream in = new FileInputStream(root + "uptime")) {
      // seconds and hundredths, and then the idle time
      int length = DecimalBytes.fill(bytes, in);
      int point = 0;
      while (point < length && bytes[point] != '.') {
        point++;
      }
      long seconds = DecimalBytes.parse(bytes, 0, point, length);
      boolean known = seconds >= 0 && start >= 0;
      return known ? Math.max(0, seconds * 1000 - start * 1000 / units.ticksPerSecond()) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean canRead(long pid) {
    String folder = namespace.folder(pid);
    if (folder == null) {
      refused++;
      return false;
    }
    return namespace.isProcess(folder);
  }

  @Override
  public int processors() {
    int processors = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(root + "stat"), StandardCharsets.ISO_8859_1))) {
      // the first line is the sum of all
      for (String line = lines.readLine();
          line != null && line.startsWith("cpu");
          line = lines.readLine()) {
        processors++;
      }
    } catch (IOException e) {
      processors = 0; // the processors of this JVM are used instead
    }
    return Math.max(processors - 1, Runtime.getRuntime().availableProcessors());
  }

  @Override
  public long tickNanos() {
    return 1_000_000_000 / units.ticksPerSecond();
  }

  @Override
  public long childrenTicks() {
    return readStat(root + "self")
        ? stat.sum(StatLine.CHILDREN_USER_TICKS, StatLine.CHILDREN_SYSTEM_TICKS)
        : ProcessReading.UNKNOWN;
  }

  private boolean readStat(String folder) {
    try (FileInputStream in = new FileInputStream(folder + "/stat")) {
      stat.read(in);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public @Nullable String program(long pid) {
    if (pid <= 0) {
      return null;
    }
    String folder = namespace.folder(pid);
    if (folder == null) {
      return null;
    }
    String linked = linked(folder + "/exe");
    if (linked != null) {
      return linked;
    }
    return readStat(folder) ? stat.name() : null;
  }

  @Override
  public @Nullable String startedAs(long pid) {
    String folder = pid <= 0 ? null : namespace.folder(pid);
    if (folder == null || !readStat(folder)) {
      return null;
    }
    return ProgramName.of(stat.name(), linked(folder + "/exe"), folder + "/cmdline");
  }

  @Override
  public long[] children() {
    long[] known = namespace.children();
    return known == null ? ProcessSource.super.children() : known;
  }

  private static @Nullable String linked(String link) {
    try {
      Path name = Files.readSymbolicLink(Path.of(link)).getFileName();
      String text = name == null ? "" : name.toString();
      String kept =
          text.endsWith(DELETED) ? text.substring(0, text.length() - DELETED.length()) : text;
      return kept.isEmpty() ? null : kept;
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return null; // ended, a process of the kernel's, or not permitted
    }
  }
}
