package com.acme.rule;

import com.acme.harness.Pause;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Scanner;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A little of everything that an application uses of the JDK; prints what came of it, ends with 7.
 */
public final class BroadApp {
  private static final int STATUS = 7;

  private BroadApp() {}

  public static void main(String[] arguments) throws Exception {
    collections();
    texts();
    threads();
    virtualThreads();
    errors();
    child();
    Pause.at("broad");
    System.exit(STATUS);
  }

  private static void collections() {
    Map<String, Integer> tree = new TreeMap<>(Collections.reverseOrder());
    Map<Integer, String> linked = new LinkedHashMap<>();
    Deque<Integer> deque = new ArrayDeque<>();
    PriorityQueue<Integer> queue = new PriorityQueue<>();
    Random random = new Random(42);
    for (int i = 0; i < 1_000; i++) {
      int next = random.nextInt(100);
      tree.merge("k" + next, 1, Integer::sum);
      linked.put(i, "v" + next);
      deque.addFirst(next);
      queue.add(next);
    }
    List<Integer> sorted = new ArrayList<>(deque);
    Collections.sort(sorted);
    int[] numbers = deque.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(numbers);
    System.out.println("collections " + tree.size() + " " + linked.hashCode() + " " + queue.poll());
    System.out.println(sorted.get(500) + " " + numbers[500] + " " + tree);
    System.out.println(Optional.of(deque.getLast()).map(last -> last * 2).orElse(0));
  }

  private static void texts() {
    StringBuilder builder = new StringBuilder();
    StringJoiner joiner = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < 100; i++) {
      builder.append(i).append('-').append((double) i / 3).append(' ');
      joiner.add(Integer.toHexString(i));
    }
    System.out.println(builder.toString().toUpperCase(Locale.ROOT).hashCode() + " " + joiner);
    System.out.println(String.format(Locale.ROOT, "%05d %s %.3f", 42, "x".repeat(5), Math.PI));
    System.out.println(Pattern.compile("(\\d+)-").matcher(builder).replaceAll("<$1>").length());
    System.out.println(
        IntStream.range(0, 1_000)
            .boxed()
            .collect(Collectors.groupingBy(i -> i % 7, Collectors.counting())));
    Scanner scanner = new Scanner("1 2 3 four");
    int sum = 0;
    while (scanner.hasNextInt()) {
      sum += scanner.nextInt();
    }
    System.out.println(sum + " " + scanner.next());
  }

  private static void threads() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    ConcurrentHashMap<Integer, Integer> shared = new ConcurrentHashMap<>();
    ReentrantLock lock = new ReentrantLock();
    int[] guarded = new int[1];
    List<Future<Integer>> futures = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      futures.add(pool.submit(() -> task(shared, lock, guarded)));
    }
    int sum = 0;
    for (Future<Integer> future : futures) {
      sum += future.get();
    }
    pool.shutdown();
    boolean ended = pool.awaitTermination(30, TimeUnit.SECONDS);
    CompletableFuture<String> chain =
        CompletableFuture.supplyAsync(() -> "a")
            .thenApply(a -> a + "b")
            .thenApplyAsync(b -> b + "c");
    System.out.println("threads " + sum + " " + shared.size() + " " + guarded[0] + " " + ended);
    System.out.println(chain.get() + " " + IntStream.range(0, 10_000).parallel().sum());
  }

  private static void virtualThreads() throws Exception {
    if (Runtime.version().feature() < 21) {
      return; // they came with Java 21
    }
    Method make = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    ExecutorService executor = (ExecutorService) make.invoke(null);
    List<Future<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      futures.add(executor.submit(() -> new TreeMap<>(Map.of(number, "v")).firstKey()));
    }
    int sum = 0;
    for (Future<Integer> future : futures) {
      sum += future.get();
    }
    executor.shutdown();
    System.out.println("virtual " + sum + " " + executor.awaitTermination(30, TimeUnit.SECONDS));
  }

  private static int task(Map<Integer, Integer> shared, ReentrantLock lock, int[] guarded) {
    ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 1);
    for (int i = 0; i < 1_000; i++) {
      shared.merge(i, 1, Integer::sum);
      lock.lock();
      try {
        guarded[0]++;
      } finally {
        lock.unlock();
      }
    }
    return local.get();
  }

  private static void errors() {
    for (Runnable wrong : List.<Runnable>of(() -> List.of().get(0), () -> Integer.parseInt("x"))) {
      try {
        wrong.run();
      } catch (RuntimeException e) {
        System.out.println(e + " " + e.getStackTrace()[e.getStackTrace().length - 1]);
      }
    }
  }

  private static void child() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("/bin/sh", "-c", "cat; exit 3").start();
    try (var stdin = process.getOutputStream()) {
      stdin.write("from the child\n".getBytes(StandardCharsets.UTF_8));
    }
    System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    System.out.println("child " + process.waitFor());
  }
}
