package io.heddle.exporter.http;

import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, each with a thread of its own: at most 64, and no more threads than that.
 * When they are full, the one that has kept the server waiting longest gives way. Thread-safe.
 */
public final class Connections {
  private static final int MAX = 64;
  private static final long ROOM_NANOS = 1_000_000_000L;

  /** Answers that clients have not taken yet: the oldest gives way beyond this, but for two. */
  private static final int MAX_ANSWERS = 8;

  /** What all of them hold; streamed ones, of which there may be many, half of it at most. */
  private static final long MAX_ANSWER_BYTES = 32L << 20;

  private static final long SMALL = 64 * 1024;

  private final ThreadFactory threads;
  private final long answerBytes;
  // oldest first; guarded by this
  private final LinkedHashSet<Connection> open = new LinkedHashSet<>();
  private final LinkedHashSet<Connection> writing = new LinkedHashSet<>();
  private final LinkedHashSet<Connection> streaming = new LinkedHashSet<>();
  private boolean closed;

  /**
   * @param threads makes the threads
   */
  public Connections(ThreadFactory threads) {
    this.threads = threads;
    this.answerBytes = Math.min(MAX_ANSWER_BYTES, Runtime.getRuntime().maxMemory() / 8);
  }

  /**
   * Serves a connection on a thread of its own, after making room for it.
   *
   * @return false if there is no room; the socket is then the caller's
   */
  public boolean admit(Socket socket, Site site) {
    Connection connection = new Connection(socket, site, this);
    Thread thread;
    synchronized (this) {
      if (!hasRoom() || closed) {
        return false;
      }
      thread = threads.newThread(connection);
      thread.setDaemon(true);
      connection.runsOn(thread);
      open.add(connection);
    }
    try {
      thread.start();
    } catch (Throwable e) {
      ended(connection);
      throw e;
    }
    return true;
  }

  /** Waits until an evicted connection has ended its thread: threads are bounded, too. */
  private synchronized boolean hasRoom() {
    long deadline = System.nanoTime() + ROOM_NANOS;
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
    Connection victim = null;
    for (Connection one : open) {
      if (one.isClosing()) {
        if (one.isWaiting()) {
          // its thread is about to end: one at a time is enough
          return;
        }
        continue;
      }
      if (victim == null || one.givesWayBefore(victim)) {
        victim = one;
      }
    }
    if (victim != null && victim.isWaiting()) {
      victim.abort();
    }
  }

  /** Closes every connection that is past its deadline. */
  public synchronized void closeOverdue() {
    long now = System.nanoTime();
    for (Connection one : open) {
      if (one.isOverdue(now)) {
        one.abort();
      }
    }
  }

  /** True if there is none. */
  public synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  synchronized void ended(Connection connection) {
    open.remove(connection);
    endsAnswer(connection);
    notifyAll();
  }

  /** An answer is about to be written; large ones that nobody takes must not fill the heap. */
  synchronized void beginsAnswer(Connection connection) {
    if (connection.answerBytes() <= SMALL) {
      return;
    }
    (connection.isStreaming() ? streaming : writing).add(connection);
    // a streamed answer holds little and takes long: large ones in memory do not push it out
    long streamed = bound(streaming, 1, MAX, answerBytes / 2);
    bound(writing, 2, MAX_ANSWERS, answerBytes - streamed);
  }

  /** Closes the oldest beyond so many or so many bytes, but keeps some; returns what they hold. */
  private static long bound(Set<Connection> all, int kept, int most, long mostBytes) {
    long bytes = 0;
    for (Connection one : all) {
      bytes += one.answerBytes();
    }
    int count = all.size();
    for (Connection one : all) {
      if (count <= kept || (count <= most && bytes <= mostBytes)) {
        break;
      }
      bytes -= one.answerBytes();
      count--;
      one.abort();
    }
    return bytes;
  }

  synchronized void endsAnswer(Connection connection) {
    writing.remove(connection);
    streaming.remove(connection);
  }

  /**
   * Closes all and waits for their threads.
   *
   * @param deadlineNanos of {@link System#nanoTime}, until when to wait
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
    for (Connection one : open) {
      @Nullable Thread thread = one.thread();
      if (thread != null) {
        running.add(thread);
      }
      // first: what the interrupt makes an answer throw is no failure then
      one.abort();
      if (thread != null) {
        thread.interrupt();
      }
    }
    notifyAll();
    return running;
  }
}
