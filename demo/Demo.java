import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A small service that knows nothing of Heddle: it spawns child processes that succeed, fail, time
 * out and are killed, and calls methods that throw through.
 */
final class Demo {
  public static void main(String[] args) throws Exception {
    long seconds = args.length > 0 ? Long.parseLong(args[0]) : Long.MAX_VALUE / 2_000_000_000L;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Thread[] workers = new Thread[2];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Thread(() -> work(end), "worker-" + i);
      workers[i].start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private static void work(long end) {
    Shop shop = new Shop();
    for (int i = 0; System.nanoTime() < end; i++) {
      try {
        children(i);
        shop.handle(i);
        shop.callTool(i % 3 == 0 ? "search" : "calculator", i);
        shop.later(i).get(1, TimeUnit.SECONDS);
      } catch (Exception e) {
        // a service under load goes on
      }
    }
  }

  private static void children(int i) throws Exception {
    run("true");
    run("sh", "-c", "echo a line from a child; exit " + (i % 4 == 0 ? 3 : 0));
    Process cat = new ProcessBuilder("cat").start();
    try (OutputStream in = cat.getOutputStream()) {
      in.write(new byte[1000]);
    }
    cat.getInputStream().readAllBytes();
    cat.waitFor();
    if (i % 5 == 0) {
      Process slow = new ProcessBuilder("sleep", "30").start();
      if (!slow.waitFor(100, TimeUnit.MILLISECONDS)) {
        slow.destroy();
      }
      slow.waitFor();
      Process unwanted = new ProcessBuilder("sleep", "30").start();
      unwanted.destroyForcibly();
      unwanted.waitFor();
    }
    if (i % 7 == 0) {
      try {
        new ProcessBuilder("/nonexistent/program").start();
      } catch (java.io.IOException e) {
        // there is no such program
      }
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
  }

  /** The application's own code; heddle.yaml names its methods. */
  static final class Shop {
    void handle(int i) {
      price(i);
      try {
        stock(i);
      } catch (IllegalStateException e) {
        // sold out is an answer too
      }
    }

    int price(int i) {
      return ThreadLocalRandom.current().nextInt(100) + i % 10;
    }

    void stock(int i) {
      if (i % 10 == 0) {
        reserve(i); // throws: stock() ends without a return of its own
      }
    }

    private void reserve(int i) {
      throw new IllegalStateException("sold out");
    }

    Result callTool(String tool, int i) throws InterruptedException {
      Thread.sleep(ThreadLocalRandom.current().nextInt(5));
      return new Result(tool.equals("search") && i % 2 == 0);
    }

    CompletableFuture<String> later(int i) {
      return CompletableFuture.supplyAsync(
          () -> "done", CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    }
  }

  record Result(boolean isError) {}
}
