package io.heddle.agent.process;

import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connects the JDK's process classes to {@link ProcessTracker}, with one adapter per method. */
final class ProcessAdapters {
  private ProcessAdapters() {}

  static Map<AdapterEvent, Adapter> of(ProcessTracker tracker) {
    return Map.of(
        AdapterEvent.PROCESS_DEADLINE, new Deadline(tracker),
        AdapterEvent.PROCESS_START, new Start(tracker),
        AdapterEvent.PROCESS_PROGRAM, new Program(tracker),
        AdapterEvent.PROCESS_STREAMS, new Streams(tracker),
        AdapterEvent.PROCESS_REAPER, new Reaper(tracker),
        AdapterEvent.PROCESS_EXIT, new Exit(tracker),
        AdapterEvent.PROCESS_WAIT, new Wait(tracker),
        AdapterEvent.PROCESS_KILL, new Kill(tracker));
  }

  /** Handles {@code ProcessBuilder.start(Redirect[])}, through which every process is started. */
  private record Start(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      tracker.startBegins();
      return null;
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      boolean spawned = tracker.spawnContext().end();
      // other exceptions are about the arguments: nothing was to be spawned
      if (thrown instanceof IOException && !spawned) {
        tracker.spawnFailed();
      }
    }
  }

  /**
   * Reads the program in {@code ProcessImpl.start(String[], ...)}, from an array of the JDK's own.
   * The list in the ProcessBuilder may be a class of the application.
   */
  private record Program(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (arguments[0] instanceof String[] command) {
        tracker
            .spawnContext()
            .program(command[0], Boolean.TRUE.equals(arguments[arguments.length - 1]));
      }
      return null;
    }
  }

  /** Handles {@code ProcessImpl.initStreams}: the process exists and is not awaited yet. */
  private record Streams(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (self instanceof Process process) {
        tracker.begin(process);
      }
      return null;
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      if (thrown != null && self instanceof Process process) {
        tracker.startAbandoned(process);
      }
    }
  }

  /**
   * Handles {@code ProcessHandleImpl.completion} within initStreams: the streams are there, and the
   * thread that drains them at the exit is not. After initStreams it would be too late for a short
   * process.
   */
  private record Reaper(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Process process = tracker.spawnContext().process();
      if (process != null) {
        tracker.countBytes(process);
      }
      return null;
    }
  }

  /**
   * Handles the end of a process, on entry: threads that wait for the process are not notified yet,
   * and find the run counted.
   */
  private record Exit(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (self instanceof Process process) {
        tracker.exited(process, arguments[0] instanceof Integer code ? code : -1);
      }
      return null;
    }
  }

  /** Handles {@code ProcessImpl.waitFor(long, TimeUnit)}. */
  private record Wait(ProcessTracker tracker) implements Adapter {
    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      ProcessRun child = self instanceof Process process ? tracker.of(process) : null;
      if (child != null) {
        child.termination().waitReturned(Boolean.FALSE.equals(returned));
      }
    }
  }

  /** Handles a library's own deadline, which has passed for the process, the receiver. */
  private record Deadline(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      ProcessRun child = self instanceof Process process ? tracker.of(process) : null;
      if (child != null) {
        child.termination().waitReturned(true);
      }
      return null;
    }
  }

  /** Handles {@code ProcessHandleImpl.destroyProcess}; a static one has the pid in front. */
  private record Kill(ProcessTracker tracker) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      ProcessRun child = null;
      if (self instanceof ProcessHandle handle) {
        child = tracker.of(handle.pid());
      } else if (arguments[0] instanceof Long pid) {
        child = tracker.of(pid);
      }
      if (child != null) {
        child.termination().killBegins();
      }
      return child;
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      if (state instanceof ProcessRun child) {
        child.termination().killEnds(thrown == null && !Boolean.FALSE.equals(returned));
      }
    }
  }
}
