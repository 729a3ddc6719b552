package com.acme.own;

import java.util.concurrent.CompletableFuture;

/** Methods that load, each for the first time, a part of a program; prints how long each took. */
public final class FirstLoadApp {
  private FirstLoadApp() {}

  public static void main(String[] arguments) throws Exception {
    Stages stages = new Stages();
    timed("plain", () -> stages.plain());
    timed("listed", () -> stages.listed());
    timed("labeled", () -> stages.labeled("search"));
    timed("failing", () -> stages.failing());
    timed("outer", () -> stages.outer());
    timed("box", () -> stages.create());
    timed("later", () -> stages.later().join());
    Thread other = thread(() -> timed("threaded", () -> stages.threaded()));
    other.join();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // until the test has seen enough
    }
  }

  /** A virtual one where there are any. */
  private static Thread thread(Runnable task) throws Exception {
    try {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (NoSuchMethodException e) {
      Thread thread = new Thread(task);
      thread.start();
      return thread;
    }
  }

  private static void timed(String what, Runnable task) {
    long begin = System.nanoTime();
    try {
      task.run();
    } catch (IllegalStateException e) {
      // as it should
    }
    System.out.println(what + " took " + (System.nanoTime() - begin));
  }

  /** What rules name. */
  static final class Stages {
    void plain() {
      load("A");
    }

    void listed() {
      load("B");
    }

    String labeled(String tool) {
      load("C");
      return tool;
    }

    void failing() {
      load("D");
      throw new IllegalStateException();
    }

    void outer() {
      inner();
      load("F");
    }

    void inner() {
      load("E");
    }

    Object create() {
      prepare();
      load("H");
      return new Object();
    }

    void prepare() {
      load("G");
    }

    CompletableFuture<String> later() {
      load("I");
      CompletableFuture<String> later = new CompletableFuture<>();
      new Thread(
              () -> {
                pause();
                later.complete("done");
              })
          .start();
      return later;
    }

    void threaded() {
      load("J");
    }

    private static void pause() {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void load(String part) {
      int sum = 0;
      for (int i = 0; i < 12; i++) {
        try {
          Class<?> type = Class.forName("com.acme.own.part.Part" + part + "$C" + i);
          Runnable made = (Runnable) type.getDeclaredConstructor().newInstance();
          made.run();
          sum += type.getName().length();
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
      if (sum == 0) {
        throw new AssertionError();
      }
    }
  }
}
