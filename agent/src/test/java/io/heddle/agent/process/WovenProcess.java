package io.heddle.agent.process;

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

  private final Map<String, Adapter> adapters;
  private final List<Process> started = new ArrayList<>();

  WovenProcess(Map<String, Adapter> adapters) {
    this.adapters = adapters;
  }

  Process start(String... command) throws IOException {
    return start(new ProcessBuilder(command));
  }

  Process start(ProcessBuilder builder) throws IOException {
    Call start = enter("process-start", builder, NONE);
    Process process = builder.start();
    started.add(process);
    begin(builder, process).exit(null, null);
    start.exit(process, null);
    return process;
  }

  /** The process starts, then {@code initStreams} throws. */
  void startBroken(ProcessBuilder builder, IOException thrown) throws IOException {
    Call start = enter("process-start", builder, NONE);
    Process process = builder.start();
    started.add(process);
    begin(builder, process).exit(null, thrown);
    start.exit(null, thrown);
  }

  private Call begin(ProcessBuilder builder, Process process) {
    enter(
        "process-program",
        null,
        builder.command().toArray(new String[0]),
        null,
        null,
        null,
        builder.redirectErrorStream());
    Call streams = enter("process-streams", process, new int[3], false);
    enter("process-reaper", null, process.pid(), true).exit(null, null);
    return streams;
  }

  void fail(Throwable thrown) {
    enter("process-start", null, NONE).exit(null, thrown);
  }

  /** Lets the process go on, waits for its end and reports it. */
  void exit(Process process) throws Exception {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      // it has ended, or is not listening
    }
    enter("process-exit", process, process.waitFor(), null).exit(null, null);
  }

  boolean waitFor(Process process, long time, TimeUnit unit) throws InterruptedException {
    Call call = enter("process-wait", process, time, unit);
    boolean exited = process.waitFor(time, unit);
    call.exit(exited, null);
    return exited;
  }

  void kill(ProcessHandle handle) {
    Call call = enter("process-kill", handle, false);
    call.exit(handle.destroy(), null);
  }

  void killInVain(ProcessHandle handle) {
    enter("process-kill", handle, false).exit(false, null);
  }

  void endAll() {
    for (Process process : started) {
      process.destroyForcibly();
    }
  }

  private Call enter(String adapter, @Nullable Object self, @Nullable Object... arguments) {
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
