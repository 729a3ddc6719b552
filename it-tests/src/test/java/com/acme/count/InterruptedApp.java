package com.acme.count;

import com.acme.harness.Pause;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** Threads that are interrupted while they wait in a method. */
public final class InterruptedApp {
  private InterruptedApp() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 3; i++) {
      interrupt("throwing");
      interrupt("wrapping");
      interrupt("hiding");
      interrupt("catching");
    }
    Pause.at("interrupted");
  }

  private static void interrupt(String how) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    Thread thread = new Thread(() -> System.out.println(how + " " + end(how, inside)));
    thread.start();
    inside.await();
    thread.interrupt();
    thread.join();
  }

  private static String end(String how, CountDownLatch inside) {
    try {
      switch (how) {
        case "throwing" -> throwing(inside);
        case "wrapping" -> wrapping(inside);
        case "hiding" -> hiding(inside);
        default -> catching(inside);
      }
    } catch (InterruptedException | RuntimeException e) {
      return e.toString();
    }
    return "returned, interrupted: " + Thread.currentThread().isInterrupted();
  }

  static void throwing(CountDownLatch inside) throws InterruptedException {
    inside.countDown();
    Thread.sleep(60_000);
  }

  static void wrapping(CountDownLatch inside) {
    try {
      throwing(inside);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  static void hiding(CountDownLatch inside) {
    try {
      throwing(inside);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void catching(CountDownLatch inside) {
    try {
      throwing(inside);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
