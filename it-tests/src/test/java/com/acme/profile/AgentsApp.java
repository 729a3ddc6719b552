package com.acme.profile;

import com.acme.harness.Pause;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Agents, and what agents do, in known numbers. */
public final class AgentsApp {
  private static final CountDownLatch PARKED = new CountDownLatch(2);
  private static final CountDownLatch END = new CountDownLatch(1);

  private AgentsApp() {}

  /** States of the breaker before the model. */
  enum Breaker {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** What a tool or a model says. */
  record Answer(boolean isError) {}

  /** An agent that does its work, fails, or waits. */
  static void agent(String how) {
    switch (how) {
      case "fails" -> throw new IllegalStateException("on purpose");
      case "canceled" -> throw new java.util.concurrent.CancellationException("on purpose");
      case "waits" -> {
        PARKED.countDown();
        await(END);
      }
      default -> PARKED.getCount();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void message(int number) {
    orchestrate(number % 3 == 0);
  }

  /** Verdicts of orchestrations are no ends of agents. */
  static boolean orchestrate(boolean passed) {
    phase("plan");
    phase("act");
    return passed;
  }

  static void phase(String name) {
    entries += name.length() > 3 ? 1 : 0;
  }

  static Answer tool(String name, boolean isError) {
    return new Answer(isError && !name.isEmpty());
  }

  static Answer ask(String model, boolean isError) {
    if (isError) {
      throw new IllegalStateException(model);
    }
    return new Answer(false);
  }

  private static int entries;

  static int entries() {
    return entries;
  }

  static int recall(String what) {
    return what.length();
  }

  static void open() {}

  static void close() {}

  static void breaker(Breaker state) {
    entries += state == Breaker.OPEN ? 1 : 0;
  }

  private static void swallow(Runnable task) {
    try {
      task.run();
    } catch (IllegalStateException expected) {
      // the application goes on
    }
  }

  private static void child(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
  }

  private static void children() throws Exception {
    for (int i = 0; i < 3; i++) {
      child("true");
    }
    child("false");
    Process slow = new ProcessBuilder("sleep", "30").start();
    if (!slow.waitFor(50, TimeUnit.MILLISECONDS)) {
      slow.destroy();
    }
    slow.waitFor();
    Process unwanted = new ProcessBuilder("sleep", "30").start();
    unwanted.destroyForcibly();
    unwanted.waitFor();
    try {
      child("/nonexistent/program");
    } catch (IOException expected) {
      entries();
    }
  }

  private static void agents() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      Thread waiting = new Thread(() -> agent("waits"));
      waiting.setDaemon(true);
      waiting.start();
    }
    PARKED.await();
    for (int i = 0; i < 5; i++) {
      agent("works");
    }
    swallow(() -> agent("fails"));
    swallow(() -> agent("canceled"));
  }

  public static void main(String[] arguments) throws Exception {
    agents();
    for (int i = 0; i < 6; i++) {
      message(i);
    }
    for (int i = 0; i < 10; i++) {
      tool("search", i < 3);
    }
    for (int i = 0; i < 8; i++) {
      boolean isError = i < 2;
      swallow(() -> ask("small", isError));
    }
    for (int i = 0; i < 4; i++) {
      recall("something");
      open();
    }
    close();
    breaker(Breaker.CLOSED);
    breaker(Breaker.OPEN);
    breaker(Breaker.HALF_OPEN);
    children();
    entries = 42;
    entries();
    Pause.at("agents");
  }
}
