package io.heddle.agent.cli.attach;

import io.heddle.agent.cli.console.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a process may be asked to be attached. The JDK before 25 sends SIGQUIT to any process
 * that it is given: one that is not a JVM would die of it.
 */
final class TargetProcess {
  private static final String CAUGHT_SIGNALS = "SigCgt:";
  private static final long SIGQUIT_BIT = 1L << (3 - 1);
  // Linux gives the start of a process relative to the boot time, in whole seconds
  private static final Duration CLOCK = Duration.ofSeconds(2);

  private TargetProcess() {}

  /**
   * Checks that the process may be attached, as far as can be seen from outside.
   *
   * @throws CommandException if there is no such process, it is this one, it belongs to another
   *     user, or it is no JVM
   */
  static void requireAttachable(long pid) throws CommandException {
    ProcessHandle self = ProcessHandle.current();
    if (pid == self.pid()) {
      throw CommandException.failed("PID " + pid + " is this command itself.");
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      throw CommandException.failed("There is no process " + pid + ".");
    }
    requireOwner(pid, self.info().user(), process.get().info().user());
    if (!takesSigquit(pid)) {
      throw CommandException.failed(
          "Process " + pid + " is not a JVM, or one that cannot be attached (-Xrs, starting).");
    }
  }

  /** Throws unless this user is the owner or root; unknown users are left to the JDK. */
  static void requireOwner(long pid, Optional<String> self, Optional<String> owner)
      throws CommandException {
    if (self.isEmpty() || owner.isEmpty() || self.get().equals("root") || self.equals(owner)) {
      return;
    }
    throw CommandException.failed(
        "PID " + pid + " belongs to user " + owner.get() + ": run this command as that user.");
  }

  private static boolean takesSigquit(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return true;
    }
    try {
      if (listens(pid)) {
        return true;
      }
      return takesSigquit(Files.readAllLines(status, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // ended just now: the JDK answers
      return true;
    }
  }

  /** Returns true if the attach listener is up; a socket older than the process does not count. */
  private static boolean listens(long pid) throws IOException {
    Path socket = Path.of("/tmp/.java_pid" + pid);
    if (!Files.exists(socket)) {
      return false;
    }
    Optional<Instant> start = ProcessHandle.of(pid).flatMap(found -> found.info().startInstant());
    Instant made = Files.getLastModifiedTime(socket).toInstant();
    return start.isEmpty() || made.isAfter(start.get().minus(CLOCK));
  }

  /** Returns true if a process with these lines in /proc/PID/status handles SIGQUIT. */
  static boolean takesSigquit(List<String> status) {
    for (String line : status) {
      if (line.startsWith(CAUGHT_SIGNALS)) {
        String mask = line.substring(CAUGHT_SIGNALS.length()).strip();
        return (Long.parseUnsignedLong(mask, 16) & SIGQUIT_BIT) != 0;
      }
    }
    return true;
  }
}
