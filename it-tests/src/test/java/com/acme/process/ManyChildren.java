package com.acme.process;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Many children: at the same time, one after the other, and for a known time. */
final class ManyChildren {
  private final ChildPrograms children;
  private final int many;

  ManyChildren(ChildPrograms children, int many) {
    this.children = children;
    this.many = many;
  }

  void run() throws Exception {
    System.out.println("crowd " + together("crowd", Executors.newFixedThreadPool(8)));
    ExecutorService virtual = virtualThreads();
    if (virtual != null) {
      System.out.println("virtual " + together("virtual", virtual));
    }
    int failed = 0;
    for (int i = 0; i < many; i++) {
      // waited for in every second case only, so that children overlap and some are never awaited
      Process process = children.shell("many", "exit " + (i % 4 == 0 ? 1 : 0)).start();
      if (i % 2 == 0 && process.waitFor() != 0) {
        failed++;
      }
    }
    System.out.println("many " + failed);
  }

  /** The sum over five children of the nanoseconds from before the start to after the wait. */
  long timed() throws Exception {
    long sum = 0;
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      children.shell("timed", "exec sleep 0.3").start().waitFor();
      sum += System.nanoTime() - begin;
    }
    return sum;
  }

  private int together(String program, ExecutorService threads) throws Exception {
    List<Future<Integer>> results = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      results.add(threads.submit(() -> fifty(program)));
    }
    int sum = 0;
    for (Future<Integer> result : results) {
      sum += result.get();
    }
    threads.shutdown();
    return sum;
  }

  /** The sum of fifty exit codes. */
  private int fifty(String program) throws Exception {
    int sum = 0;
    for (int i = 0; i < 50; i++) {
      Process process = children.shell(program, "printf x; exit " + i % 2).start();
      sum += process.waitFor() + process.getInputStream().readAllBytes().length;
    }
    return sum;
  }

  private static @Nullable ExecutorService virtualThreads()
      throws IllegalAccessException, InvocationTargetException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return null; // before Java 21
    }
  }
}
