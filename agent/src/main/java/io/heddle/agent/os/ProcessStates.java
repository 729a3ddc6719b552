package io.heddle.agent.os;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one word what a process is doing, by {@code /proc/PID/stat}, see proc(5). Thread-safe.
 */
public final class ProcessStates {
  private static final String ROOT = "/proc/";

  private @Nullable PidNamespace namespace;

  /**
   * Returns the state of a process: running, sleeping, waiting (for a disk), stopped, traced,
   * zombie, dead or idle; null if it is not known, as on other systems than Linux.
   */
  public synchronized @Nullable String of(long pid) {
    if (!new File(ROOT + "self").exists()) {
      return null;
    }
    PidNamespace known = namespace;
    if (known == null) {
      known = PidNamespace.of(ROOT, ProcessHandle.current().pid());
      namespace = known;
    }
    String folder = known.folder(pid);
    if (folder == null) {
      return null;
    }
    try (InputStream in = new FileInputStream(folder + "/stat")) {
      StatLine line = new StatLine();
      line.read(in);
      return word(line.state());
    } catch (IOException gone) {
      return null;
    }
  }

  private static @Nullable String word(char state) {
    return switch (state) {
      case 'R' -> "running";
      case 'S' -> "sleeping";
      case 'D' -> "waiting";
      case 'T' -> "stopped";
      case 't' -> "traced";
      case 'Z' -> "zombie";
      case 'X', 'x' -> "dead";
      case 'I' -> "idle";
      default -> null;
    };
  }
}
