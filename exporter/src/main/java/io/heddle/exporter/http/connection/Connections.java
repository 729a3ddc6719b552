package io.heddle.exporter.http.connection;

import io.heddle.exporter.http.HttpCounters.CloseReason;
import io.heddle.exporter.http.ServerContext;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, each with a thread of its own: at most 64, and no more threads than that.
 * When they are full, the one that has kept the server waiting longest gives way. Thread-safe.
 */
public final class Connections {
  private static final int MAX = 64;
  private static final long EVICTION_NANOS = 1_000_000_000L;
  private static final int CHECK_MILLIS = 200;

  /**
   * Interval of checks while all connections are idle, which need not wake the acceptor five times
   * a second.
   */
  private static final int IDLE_CHECK_MILLIS = 1000;

  private final ThreadFactory threads;
  // oldest first; guarded by this
  private final LinkedHashSet<Connection> open = new LinkedHashSet<>();
  private long accepted;
  private boolean closed;

  /**
   * Creates an empty set of connections.
   *
   * @param threads makes the threads
   */
  public Connections(ThreadFactory threads) {
    this.threads = threads;
  }

  /**
   * Serves a connection on a thread of its own, after making room for it.
   *
   * @return false if there is no room; the caller then has to close the socket
   */
  public boolean admit(Socket socket, ServerContext context) {
    Connection connection = new Connection(socket, context, this);
    Thread thread;
    synchronized (this) {
      if (!hasRoom() || closed) {
        context.counters().cut(CloseReason.NO_ROOM);
        return false;
      }
      thread = newThread(connection, context);
      thread.setDaemon(true);
      thread.setName("heddle-http-" + ++accepted);
      connection.runsOn(thread);
      open.add(connection);
    }
    try {
      thread.start();
    } catch (Throwable e) {
      ended(connection);
      context.counters().cut(CloseReason.NO_ROOM);
      throw e;
    }
    return true;
  }

  private Thread newThread(Connection connection, ServerContext context) {
    try {
      return threads.newThread(connection);
    } catch (Throwable e) {
      context.counters().cut(CloseReason.NO_ROOM);
      throw e;
    }
  }

  /** Waits for room until an evicted connection ends its thread: threads are bounded, too. */
  private synchronized boolean hasRoom() {
    long deadline = System.nanoTime() + EVICTION_NANOS;
    while (open.size() >= MAX && !closed) {
      evict();
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException e) {
        return false;
      }
    }
    return true;
  }

  /**
   * Evicts one connection and waits until one has ended.
   *
   * @param millis at most
   */
  public synchronized void makeRoom(long millis) throws InterruptedException {
    int before = open.size();
    evict();
    long deadline = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (left > 0 && open.size() >= before && !closed) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  /** Closes the connection that has kept the server waiting longest, if any does. */
  private void evict() {
    TimedSocket victim = null;
    for (Connection connection : open) {
      TimedSocket socket = connection.socket();
      if (socket.isClosing()) {
        if (socket.isWaiting()) {
          // its thread is about to end: one at a time is enough
          return;
        }
        continue;
      }
      if (victim == null || socket.isEvictedBefore(victim)) {
        victim = socket;
      }
    }
    if (victim != null && victim.isWaiting()) {
      victim.evict();
    }
  }

  /** Closes every connection that is past its deadline. */
  public synchronized void closeOverdue() {
    long now = System.nanoTime();
    for (Connection connection : open) {
      connection.socket().closeIfOverdue(now);
    }
  }

  /** Returns the milliseconds between checks for overdue connections; 0 if there are none. */
  public synchronized int checkMillis() {
    int interval = 0;
    for (Connection connection : open) {
      if (!connection.socket().isIdle()) {
        return CHECK_MILLIS;
      }
      interval = IDLE_CHECK_MILLIS;
    }
    return interval;
  }

  synchronized void ended(Connection connection) {
    open.remove(connection);
    notifyAll();
  }

  /**
   * Closes all connections and waits for their threads.
   *
   * @param deadlineNanos time of {@link System#nanoTime} until which to wait
   */
  public void close(long deadlineNanos) {
    List<Thread> running = abortAll();
    for (Thread thread : running) {
      long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      try {
        thread.join(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized List<Thread> abortAll() {
    closed = true;
    List<Thread> running = new ArrayList<>();
    for (Connection connection : open) {
      @Nullable Thread thread = connection.thread();
      if (thread != null) {
        running.add(thread);
      }
      // first: what the interrupt makes a response throw is no failure then
      connection.socket().close(null);
      if (thread != null) {
        thread.interrupt();
      }
    }
    notifyAll();
    return running;
  }
}
