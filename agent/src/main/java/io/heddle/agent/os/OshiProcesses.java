package io.heddle.agent.os;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * Reads processes through OSHI, where there is no {@code /proc}. Nothing of OSHI is loaded before
 * the first reading. Its native part is JNA's, which settings of the JVM can have loaded from
 * another place: then there are no figures, since a native library that Heddle's loader has loaded
 * is lost for the application.
 */
final class OshiProcesses implements ProcessSource {
  private static final long MILLI = 1_000_000;

  // set when OSHI cannot be loaded: it is not tried again
  private boolean missing;
  private @Nullable OperatingSystem system;
  private long refused;

  @Override
  public boolean read(long pid, ProcessReading into) {
    into.clear();
    OSProcess process = process(pid);
    if (process == null) {
      return false;
    }
    try {
      OSProcess.State state = process.getState();
      if (state == OSProcess.State.ZOMBIE || state == OSProcess.State.INVALID) {
        return false;
      }
      into.start = known(process.getStartTime());
      into.cpuTicks = known(process.getUserTime() + process.getKernelTime());
      into.residentBytes = known(process.getResidentMemory());
      into.readBytes = known(process.getBytesRead());
      into.writtenBytes = known(process.getBytesWritten());
      return into.start >= 0;
    } catch (RuntimeException | LinkageError e) {
      into.clear();
      refused++;
      return false;
    }
  }

  private static long known(long value) {
    return value < 0 ? ProcessReading.UNKNOWN : value;
  }

  /** Returns the process with this id; null if there is none, or on a counted error. */
  private @Nullable OSProcess process(long pid) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return null;
    }
    if (missing) {
      refused++;
      return null;
    }
    Thread self = Thread.currentThread();
    ClassLoader context = self.getContextClassLoader();
    // OSHI looks for its settings there first: the application's may be other ones
    self.setContextClassLoader(OshiProcesses.class.getClassLoader());
    try {
      OperatingSystem found = system;
      if (found == null) {
        if (turnedElsewhere()) {
          missing = true;
          refused++;
          return null;
        }
        found = new SystemInfo().getOperatingSystem();
        system = found;
      }
      return found.getProcess((int) pid);
    } catch (LinkageError e) {
      missing = true;
      refused++;
      return null;
    } catch (RuntimeException e) {
      refused++;
      return null;
    } finally {
      self.setContextClassLoader(context);
    }
  }

  /** Returns true if JNA would load its native part from a file that the application may load. */
  private static boolean turnedElsewhere() {
    return System.getProperty("jna.boot.library.path") != null
        || System.getProperty("jna.nosys", "true").toLowerCase(Locale.ROOT).equals("false");
  }

  @Override
  public long unreadableCount() {
    return refused;
  }

  /** Returns false: the first reading takes 600 ms, others a quarter of a millisecond. */
  @Override
  public boolean isFast() {
    return false;
  }

  @Override
  public long tickNanos() {
    return MILLI;
  }

  @Override
  public @Nullable String program(long pid) {
    OSProcess process = process(pid);
    try {
      if (process == null) {
        return null;
      }
      String path = process.getPath();
      String name = ProgramName.baseName(path);
      String found = name.isEmpty() ? process.getName() : name;
      return found.isEmpty() ? null : found;
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  @Override
  public long childrenTicks() {
    return ProcessReading.UNKNOWN; // OSHI has this on Linux alone
  }
}
