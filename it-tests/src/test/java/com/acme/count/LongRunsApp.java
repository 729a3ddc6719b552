package com.acme.count;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Runs that last until a line is read: on a platform thread, a virtual one, and after a return. */
public final class LongRunsApp {
  private static final CountDownLatch RELEASED = new CountDownLatch(1);

  private LongRunsApp() {}

  /** The methods that a rule names. */
  public static final class Tools {
    private Tools() {}

    static void hold(String tool) throws InterruptedException {
      wait(tool + " waits");
    }

    private static void wait(String reason) throws InterruptedException {
      System.out.println(reason);
      RELEASED.await();
    }

    static CompletableFuture<String> later(String tool, CompletableFuture<String> result) {
      System.out.println(tool + " waits");
      return result;
    }
  }

  private static void hold(String tool) {
    try {
      Tools.hold(tool);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread virtual(Runnable task) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    return (Thread) type.getMethod("start", Runnable.class).invoke(builder, task);
  }

  public static void main(String[] arguments) throws Exception {
    Thread platform = new Thread(() -> hold("platform"));
    platform.start();
    Thread virtual =
        Runtime.version().feature() < 21 ? new Thread(() -> {}) : virtual(() -> hold("virtual"));
    CompletableFuture<String> result = new CompletableFuture<>();
    CompletableFuture<String> later = Tools.later("later", result);
    Process child = new ProcessBuilder("sleep", "600").start();
    System.out.println("child " + child.pid());
    System.out.println("ready");
    System.in.read();
    RELEASED.countDown();
    result.complete("done");
    child.destroyForcibly().waitFor();
    platform.join();
    virtual.join();
    System.out.println("released " + later.join());
    System.in.read();
  }
}
