package com.acme.field.deep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Threads whose stacks overflow again and again, wherever they happen to be, which are interrupted
 * and whose accessors throw what they like. Then each of them does a known number of things.
 */
public final class OverflowApp {
  private static final int ROUNDS = 60;
  private static final int DEEP = 100_000_000;

  private OverflowApp() {}

  /** The first argument is the number of threads of each kind. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int seed = i;
      long stack = (128L + 64L * (i % 8)) << 10;
      threads.add(new Thread(null, () -> run(seed), "platform-" + i, stack));
      if (Runtime.version().feature() >= 21) {
        threads.add(virtual(() -> run(1000 + seed)));
      }
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("ready: " + threads.size() + " threads");
    System.in.read();
  }

  private static Thread virtual(Runnable task) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (Thread)
        Class.forName("java.lang.Thread$Builder")
            .getMethod("unstarted", Runnable.class)
            .invoke(builder, task);
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    Rough rough = new Rough();
    for (int i = 0; i < ROUNDS; i++) {
      if (random.nextInt(4) == 0) {
        Thread.currentThread().interrupt();
      }
      int kind = random.nextInt(12);
      int start = random.nextInt(9);
      try {
        rough.one(kind, start);
      } catch (StackOverflowError e) {
        // a server catches it and goes on
      }
    }
    Thread.interrupted();
    exact();
  }

  private static void exact() {
    Exact exact = new Exact();
    Fine fine = new Fine();
    for (int i = 0; i < 100; i++) {
      exact.plain(1);
      exact.labeled(fine);
      exact.listed(2);
      exact.outer(3);
      exact.stage();
      exact.gauge();
      exact.judged(fine);
      exact.async().join();
      try {
        exact.fails();
      } catch (IllegalStateException e) {
        // as it should
      }
    }
    try {
      new ProcessBuilder("true").start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a path of a rule is read from: now and then it throws, or never comes back. */
  public static final class Odd {
    @SuppressWarnings({"deprecation", "removal"})
    public Object name() {
      return switch (ThreadLocalRandom.current().nextInt(100)) {
        case 0 -> throw new ThreadDeath();
        case 1 -> throw new Error("odd");
        case 2 -> endless(0);
        default -> "odd";
      };
    }

    public boolean isBad() {
      return ThreadLocalRandom.current().nextInt(50) == 0 && endless(0) > 0;
    }

    @SuppressWarnings("InfiniteRecursion")
    private int endless(int depth) {
      return endless(depth + 1) + 1;
    }
  }

  /** What a path of a rule is read from, always the same. */
  public static final class Fine {
    public String name() {
      return "fine";
    }

    public boolean isBad() {
      return false;
    }
  }

  /** Methods of which nobody knows how often they are called. */
  public static final class Rough {
    private final Odd odd = new Odd();

    int one(int kind, int start) {
      return switch (kind) {
        case 0 -> plain(DEEP);
        case 1 -> labeled(odd, DEEP);
        case 2 -> listed(DEEP);
        case 3 -> outer(DEEP);
        case 4 -> stage(DEEP);
        case 5 -> gauge(DEEP);
        case 6 -> judged(odd, DEEP);
        case 7 -> async(DEEP).hashCode();
        default -> mixed(start);
      };
    }

    int plain(int n) {
      return n <= 0 ? 0 : 1 + plain(n - 1);
    }

    int labeled(Odd named, int n) {
      return n <= 0 ? 0 : 1 + labeled(named, n - 1);
    }

    int listed(int n) {
      return n <= 0 ? 0 : 1 + listed(n - 1);
    }

    int outer(int n) {
      return n <= 0 ? 0 : 1 + outer(n - 1);
    }

    int stage(int n) {
      return n <= 0 ? 0 : 1 + stage(n - 1);
    }

    int gauge(int n) {
      return n <= 0 ? 0 : 1 + gauge(n - 1);
    }

    int judged(Odd named, int n) {
      return n <= 0 ? 0 : 1 + judged(named, n - 1);
    }

    CompletableFuture<String> async(int n) {
      return n <= 0 ? CompletableFuture.completedFuture("x") : async(n - 1);
    }

    int fails() {
      throw new IllegalStateException();
    }

    int mixed(int k) {
      int sum =
          switch (k % 9) {
            case 0 -> plain(1);
            case 1 -> labeled(odd, 1);
            case 2 -> listed(1);
            case 3 -> outer(1);
            case 4 -> stage(1);
            case 5 -> gauge(1);
            case 6 -> judged(odd, 1);
            case 7 -> async(1).hashCode();
            default -> failed();
          };
      return k == Integer.MAX_VALUE ? sum : sum + mixed(k + 1 + (k * 7) % 5);
    }

    private int failed() {
      try {
        return fails();
      } catch (IllegalStateException e) {
        return 1;
      }
    }
  }

  /** Methods that each thread calls a known number of times. */
  public static final class Exact {
    int plain(int n) {
      return n <= 0 ? 0 : 1 + plain(n - 1);
    }

    void labeled(Fine named) {}

    int listed(int n) {
      return n <= 0 ? 0 : 1 + listed(n - 1);
    }

    int outer(int n) {
      return n <= 0 ? 0 : 1 + outer(n - 1);
    }

    void stage() {}

    void gauge() {}

    void judged(Fine named) {}

    void fails() {
      throw new IllegalStateException();
    }

    CompletableFuture<String> async() {
      return CompletableFuture.completedFuture("x");
    }
  }
}
