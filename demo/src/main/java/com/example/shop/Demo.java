package com.example.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small service that knows nothing of Heddle: it spawns child processes, calls methods that throw
 * through, runs a wasm module, asks a model that has tools, lets agents work, and runs containers
 * where there is a daemon for them.
 */
public final class Demo {
  private Demo() {}

  /** Arguments: how many seconds, or nothing; the address of a daemon is in DEMO_CONTAINERS. */
  public static void main(String[] arguments) throws Exception {
    long seconds =
        arguments.length > 0 ? Long.parseLong(arguments[0]) : Long.MAX_VALUE / 2_000_000_000L;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Work> works = new ArrayList<>();
    works.add(new Children());
    works.add(new Counter());
    works.add(new Module());
    works.add(new Assistant());
    works.add(new Agents());
    works.add(new Backup());
    String daemon = System.getenv("DEMO_CONTAINERS");
    if (daemon != null && !daemon.isEmpty()) {
      works.add(new Containers(daemon));
    }
    List<Thread> workers = new ArrayList<>();
    for (Work work : works) {
      Thread worker = new Thread(() -> repeat(work, end), work.getClass().getSimpleName());
      worker.setDaemon(true); // a library's answer may take longer than the demo
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
  }

  private static void repeat(Work work, long end) {
    for (int i = 0; System.nanoTime() < end; i++) {
      try {
        work.once(i);
      } catch (Exception e) {
        // a service under load goes on
      }
    }
  }
}
