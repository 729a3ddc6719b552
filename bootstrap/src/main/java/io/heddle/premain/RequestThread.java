package io.heddle.premain;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;

/**
 * Carries out one request and waits a while until its answer has been read. A thread of its own,
 * since the JVM asks for agents, and for system properties, on one thread: that must stay free for
 * commands that ask how far the request is. Keeps no loader but the system's.
 */
final class RequestThread extends Thread implements Thread.UncaughtExceptionHandler {
  private static final long UNREAD_MILLIS = 10_000;
  private static final long END_MILLIS = 1_000;
  private static final long DEFAULT_STACK = 0;

  // by the property of the answer; guarded by itself
  private static final Map<String, RequestThread> RUNNING = new HashMap<>();

  private final AttachRequest request;
  private final Instrumentation instrumentation;
  // guarded by this
  private boolean read;

  private RequestThread(AttachRequest request, Instrumentation instrumentation) {
    super(null, null, "heddle-" + request.command, DEFAULT_STACK, false);
    this.request = request;
    this.instrumentation = instrumentation;
  }

  /** Starts a thread that carries out a request. */
  static void begin(AttachRequest request, Instrumentation instrumentation) {
    RequestThread thread = new RequestThread(request, instrumentation);
    thread.setDaemon(true);
    thread.setContextClassLoader(RequestThread.class.getClassLoader());
    // the default one is the application's
    thread.setUncaughtExceptionHandler(thread);
    request.begins();
    synchronized (RUNNING) {
      RUNNING.put(request.property(), thread);
    }
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // no more threads: here then, and a command that asks how far it is waits
      thread.carryOut();
      thread.ended();
    }
  }

  /** Removes an answer that has been read, and ends the thread that keeps it. */
  static void forget(String property) throws InterruptedException {
    RequestThread thread;
    synchronized (RUNNING) {
      thread = RUNNING.remove(property);
    }
    if (thread != null) {
      thread.end();
      thread.join(END_MILLIS);
    }
    ReplyProperties.remove(property);
  }

  private synchronized void end() {
    read = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      carryOut();
      awaitRead();
    } catch (InterruptedException e) {
      ReplyProperties.remove(request.property());
    } finally {
      ended();
    }
  }

  private void carryOut() {
    try {
      request.answer(AgentLauncher.carryOut(request, instrumentation));
    } catch (Throwable e) {
      if (request.isUnanswered()) {
        System.err.println("heddle: off, it could not start: " + e);
      }
      request.answer("{\"ok\":false,\"error\":\"it failed: " + harmless(e.toString()) + "\"}");
    }
  }

  /** Returns the text with what a JSON string cannot hold replaced by question marks. */
  private static String harmless(String text) {
    StringBuilder harmless = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      harmless.append(c < ' ' || c == '"' || c == '\\' ? '?' : c);
    }
    return harmless.toString();
  }

  private void ended() {
    synchronized (RUNNING) {
      RUNNING.remove(request.property(), this);
    }
  }

  /**
   * Waits until the answer has been read, but not for long: the application sees the property,
   * which must not outlive a command that died.
   */
  private synchronized void awaitRead() throws InterruptedException {
    long deadline = System.nanoTime() + UNREAD_MILLIS * 1_000_000;
    long left = request.isUnanswered() ? 0 : UNREAD_MILLIS;
    while (!read && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    if (!read && !request.isUnanswered()) {
      ReplyProperties.remove(request.property());
    }
  }

  /** Ignores a full heap: the command that waits will say that there was no answer. */
  @Override
  public void uncaughtException(Thread thread, Throwable error) {}
}
