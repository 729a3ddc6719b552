package com.acme.exporter;

import com.acme.harness.Pause;

/** Calls a tool by names that no format can carry, and by the same names spelled out. */
public final class OddLabelsApp {
  private OddLabelsApp() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 1000; i++) {
      call("good");
    }
    call("a\u0000");
    call("a\uFFFD0000");
    call("\uD800");
    call("\uFFFDd800");
    long until = System.nanoTime() + 1_000_000_000L;
    Thread open = new Thread(() -> wait("\u0000", until), "in\uD800flight");
    open.start();
    Pause.at("odd");
    open.interrupt();
  }

  static void call(String tool) {}

  static void wait(String job, long until) {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
