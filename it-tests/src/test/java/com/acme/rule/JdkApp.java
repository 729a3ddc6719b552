package com.acme.rule;

import com.acme.harness.Pause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Uses classes of the JDK that are woven, from several threads, each result checked. */
public final class JdkApp {
  private static final int THREADS = 4;

  private JdkApp() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = executor(arguments.length > 1);
    for (int t = 0; t < THREADS; t++) {
      pool.execute(
          () -> {
            try {
              start.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            work(rounds);
          });
    }
    start.countDown();
    pool.shutdown();
    if (!pool.awaitTermination(50, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the threads did not end");
    }
    Pause.at("jdk " + done.size());
  }

  private static final Map<Integer, Integer> done = new ConcurrentHashMap<>();

  private static ExecutorService executor(boolean virtual) throws Exception {
    return virtual
        ? (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
        : Executors.newFixedThreadPool(THREADS);
  }

  private static void work(int rounds) {
    CRC32 crc = new CRC32();
    Map<String, Integer> map = new HashMap<>();
    List<String> list = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      crc.update(i);
      list.add("a");
      map.put("k" + i % 10, i);
      done.put(i, i);
      if (!String.format(Locale.ROOT, "%d-%s", i, "x").equals(i + "-x")) {
        throw new AssertionError("Heddle changed a result");
      }
    }
    long even = IntStream.range(0, rounds).filter(i -> i % 2 == 0).count();
    if (list.size() != rounds || map.size() != 10 || even != (rounds + 1) / 2) {
      throw new AssertionError("Heddle changed a result");
    }
  }
}
