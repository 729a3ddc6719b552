package com.acme.harmless;

/** Ends in the way that its argument names, after one child process. */
public final class ExitApp {
  private ExitApp() {}

  public static void main(String[] arguments) throws Exception {
    new ProcessBuilder("true").start().waitFor();
    System.out.println("ending at " + System.currentTimeMillis());
    switch (arguments[0]) {
      case "normal" -> System.out.println("end of main");
      case "exit" -> System.exit(7);
      case "halt" -> Runtime.getRuntime().halt(9);
      case "throw" -> throw new IllegalStateException("thrown by main");
      case "daemon" -> thread(true, 60_000).start();
      case "non-daemon" -> thread(false, 200).start();
      case "exit in hook" -> exitInHook();
      case "wait" -> await();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static Thread thread(boolean daemon, long millis) {
    Thread thread =
        new Thread(
            () -> {
              sleep(millis);
              System.out.println("end of thread");
            });
    thread.setDaemon(daemon);
    return thread;
  }

  /** Blocks its hook for ever, as the JVM documents: only a second, halting hook gets out. */
  private static void exitInHook() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  sleep(100);
                  Runtime.getRuntime().halt(5);
                }));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.exit(6)));
  }

  private static void await() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    System.out.println("waiting");
    sleep(60_000);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
