package io.heddle.agent.process;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Real processes, with the adapters called in the order in which woven classes call them. */
final class WovenProcess {
  private static final @Nullable Object[] NONE = {};

  private final Map<AdapterEvent, Adapter> adapters;
  private final List<Process> started = new ArrayList<>();

  WovenProcess(Map<AdapterEvent, Adapter> adapters) {
    this.adapters = adapters;
  }

  Process start(String... command) throws IOException {
    return start(new ProcessBuilder(command));
  }

  Process start(ProcessBuilder builder) throws IOException {
    Call start = enter(AdapterEvent.PROCESS_START, builder, NONE);
    Process process = builder.start();
    started.add(process);
    begin(builder, process).exit(null, null);
    start.exit(process, null);
    return process;
  }

  /** The process starts, then {@code initStreams} throws. */
  void startBroken(ProcessBuilder builder, IOException thrown) throws IOException {
    Call start = enter(AdapterEvent.PROCESS_START, builder, NONE);
    Process process = builder.start();
    started.add(process);
    begin(builder, process).exit(null, thrown);
    start.exit(null, thrown);
  }

  private Call begin(ProcessBuilder builder, Process process) {
    enter(
        AdapterEvent.PROCESS_PROGRAM,
        null,
        builder.command().toArray(new String[0]),
        null,
        null,
        null,
        builder.redirectErrorStream());
    Call streams = enter(AdapterEvent.PROCESS_STREAMS, process, new int[3], false);
    enter(AdapterEvent.PROCESS_REAPER, null, process.pid(), true).exit(null, null);
    return streams;
  }

  void fail(Throwable thrown) {
    enter(AdapterEvent.PROCESS_START, null, NONE).exit(null, thrown);
  }

  /** Lets the process go on, waits for its end and reports it. */
  void exit(Process process) throws Exception {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      // it has ended, or is not listening
    }
    enter(AdapterEvent.PROCESS_EXIT, process, process.waitFor(), null).exit(null, null);
  }

  boolean waitFor(Process process, long time, TimeUnit unit) throws InterruptedException {
    Call call = enter(AdapterEvent.PROCESS_WAIT, process, time, unit);
    boolean exited = process.waitFor(time, unit);
    call.exit(exited, null);
    return exited;
  }

  void kill(ProcessHandle handle) {
    Call call = enter(AdapterEvent.PROCESS_KILL, handle, false);
    call.exit(handle.destroy(), null);
  }

  void killInVain(ProcessHandle handle) {
    enter(AdapterEvent.PROCESS_KILL, handle, false).exit(false, null);
  }

  void endAll() {
    for (Process process : started) {
      process.destroyForcibly();
    }
  }

  private Call enter(AdapterEvent adapter, @Nullable Object self, @Nullable Object... arguments) {
    Adapter target = adapters.get(adapter);
    if (target == null) {
      throw new IllegalArgumentException("no adapter " + adapter);
    }
    try {
      return new Call(target, target.enter(self, arguments), self, arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // as the adapter takes them
  private record Call(
      Adapter adapter,
      @Nullable Object state,
      @Nullable Object self,
      @Nullable Object[] arguments) {
    void exit(@Nullable Object returned, @Nullable Throwable thrown) {
      try {
        adapter.exit(state, self, arguments, returned, thrown);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }
}
