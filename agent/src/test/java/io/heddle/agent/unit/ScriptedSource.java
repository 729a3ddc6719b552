package io.heddle.agent.unit;

import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.os.ProcessSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Processes that do what a test says: ticks of 10 ms. */
final class ScriptedSource implements ProcessSource {
  static final long TICK_NANOS = 10_000_000;

  /** What a process would show. */
  record Shown(long start, long ticks, long resident, long read, long written) {}

  private final Map<Long, Shown> processes = new HashMap<>();
  private final Set<Long> closed = new TreeSet<>();
  private long refused;
  Runnable beforeEach = () -> {};

  void show(long pid, long start, long ticks, long resident) {
    processes.put(pid, new Shown(start, ticks, resident, 0, 0));
  }

  void show(long pid, Shown shown) {
    processes.put(pid, shown);
  }

  @Nullable Shown shown(long pid) {
    return processes.get(pid);
  }

  void gone(long pid) {
    processes.remove(pid);
  }

  /** Its files are there and cannot be read. */
  void closed(long pid) {
    closed.add(pid);
  }

  void open(long pid) {
    closed.remove(pid);
  }

  @Override
  public boolean read(long pid, ProcessReading into) {
    beforeEach.run();
    into.clear();
    if (closed.contains(pid)) {
      refused++;
      return false;
    }
    Shown shown = processes.get(pid);
    if (shown == null) {
      return false;
    }
    into.start = shown.start();
    into.cpuTicks = shown.ticks();
    into.residentBytes = shown.resident();
    into.readBytes = shown.read();
    into.writtenBytes = shown.written();
    return true;
  }

  @Override
  public long unreadableCount() {
    return refused;
  }

  @Override
  public int processors() {
    return 4;
  }

  @Override
  public long tickNanos() {
    return TICK_NANOS;
  }

  @Override
  public @Nullable String program(long pid) {
    return processes.containsKey(pid) ? "program" + pid : null;
  }

  @Override
  public long childrenTicks() {
    return ProcessReading.UNKNOWN;
  }
}
