package io.heddle.agent.process;

import io.heddle.agent.os.ProgramName;
import io.heddle.registry.snapshot.LabelText;
import org.jspecify.annotations.Nullable;

/**
 * Passes values between the methods that start one process on a thread: when it began, the program,
 * and the process once it exists. The slots are made of JDK types only: one that a detach leaves
 * behind in a thread keeps nothing of Heddle's loader.
 */
public final class SpawnContext {
  static final String UNKNOWN = "unknown";

  private static final int NANOS = 0;
  private static final int PROGRAM = 1;
  private static final int PROCESS = 2;
  private static final int MERGED = 3;
  private static final int OUTER = 4;

  // not static: it belongs to one attachment, and there is one SpawnContext in each
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Object @Nullable []> slots = new ThreadLocal<>();

  private final int nameLength;

  SpawnContext(int nameLength) {
    this.nameLength = nameLength;
  }

  /** Begins a start. It may lie inside another one, whose list of arguments starts a process. */
  void begin(long nanos) {
    slots.set(new @Nullable Object[] {nanos, UNKNOWN, null, false, slots.get()});
  }

  /** Ends the innermost start. Returns true if it made a process. */
  boolean end() {
    @Nullable Object[] slot = slots.get();
    if (slot == null) {
      return false;
    }
    if (slot[OUTER] instanceof @Nullable Object[] outer) {
      slots.set(outer);
    } else {
      slots.remove();
    }
    return slot[PROCESS] != null;
  }

  /** Sets the program, and whether its standard error goes where its standard output goes. */
  void program(String command, boolean merged) {
    @Nullable Object[] slot = slots.get();
    if (slot != null) {
      slot[PROGRAM] = baseName(command, nameLength);
      slot[MERGED] = merged;
    }
  }

  boolean isMerged() {
    @Nullable Object[] slot = slots.get();
    return slot != null && Boolean.TRUE.equals(slot[MERGED]);
  }

  String program() {
    @Nullable Object[] slot = slots.get();
    return slot != null && slot[PROGRAM] instanceof String name ? name : UNKNOWN;
  }

  long startNanos() {
    @Nullable Object[] slot = slots.get();
    return slot != null && slot[NANOS] instanceof Long nanos ? nanos : System.nanoTime();
  }

  void process(Process process) {
    @Nullable Object[] slot = slots.get();
    if (slot != null) {
      slot[PROCESS] = process;
    }
  }

  /** Returns the process that is being made on this thread, or null. */
  @Nullable Process process() {
    @Nullable Object[] slot = slots.get();
    return slot != null && slot[PROCESS] instanceof Process process ? process : null;
  }

  /** Returns the last part of a path as a label of valid Unicode, with at most this length. */
  public static String baseName(String command, int length) {
    String name = ProgramName.baseName(command);
    return name.isEmpty()
        ? UNKNOWN
        : LabelText.replaceLoneSurrogates(name.substring(0, Math.min(name.length(), length)));
  }
}
