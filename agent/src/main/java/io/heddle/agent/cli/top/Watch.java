package io.heddle.agent.cli.top;

import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.top.read.JvmPage;
import io.heddle.agent.cli.top.read.JvmReader;
import io.heddle.agent.cli.top.read.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads all JVMs, each in a thread of its own, so that one that hangs holds up neither the others
 * nor the keys. Not thread-safe.
 */
final class Watch implements AutoCloseable {
  private final List<JvmReader> readers;
  private final List<@Nullable Future<Reading>> running = new ArrayList<>();
  private final ExecutorService threads;
  private final List<Boolean> ended = new ArrayList<>();

  private Watch(List<JvmReader> readers) {
    this.readers = readers;
    this.threads = Executors.newFixedThreadPool(readers.size(), Watch::daemon);
    for (int i = 0; i < readers.size(); i++) {
      running.add(null);
      ended.add(false);
    }
  }

  /**
   * Begins to watch JVMs.
   *
   * @throws CommandException if one of them cannot be watched
   */
  static Watch of(List<String> targets) throws CommandException {
    List<JvmReader> readers = new ArrayList<>();
    for (String target : targets) {
      readers.add(JvmReader.of(target));
    }
    return new Watch(readers);
  }

  int size() {
    return readers.size();
  }

  boolean haveAllEnded() {
    return !ended.contains(false);
  }

  /** Returns true if no JVM is being read. */
  boolean isIdle() {
    return running.stream().allMatch(Objects::isNull);
  }

  /**
   * Begins to read every JVM that is not being read, and that has not ended.
   *
   * @param counts false if the page alone is read
   */
  void begin(JvmPage page, boolean counts) {
    for (int i = 0; i < readers.size(); i++) {
      if (running.get(i) == null && !ended.get(i)) {
        JvmReader reader = readers.get(i);
        running.set(i, threads.submit(() -> reader.read(page, counts)));
      }
    }
  }

  /** Passes on what was read by now; returns false if that is nothing. */
  boolean poll(Readings readings) {
    boolean any = false;
    for (int i = 0; i < readers.size(); i++) {
      Future<Reading> read = running.get(i);
      if (read != null && read.isDone()) {
        take(i, read, readings);
        any = true;
      }
    }
    return any;
  }

  /** Passes on everything that is being read, once it is there. */
  void await(Readings readings) {
    for (int i = 0; i < readers.size(); i++) {
      Future<Reading> read = running.get(i);
      if (read != null) {
        take(i, read, readings);
      }
    }
  }

  /** The receiver of readings. */
  interface Readings {
    /** Takes a reading of the JVM at this position among the targets. */
    void take(int position, Reading reading);
  }

  private void take(int position, Future<Reading> read, Readings readings) {
    running.set(position, null);
    try {
      Reading reading = read.get();
      ended.set(position, reading.ended());
      readings.take(position, reading);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "heddle-top");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
