package io.heddle.benchmarks;

import io.heddle.registry.Registry;
import io.heddle.registry.family.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Phaser;

/** Live threads, which count when they are told to and wait until then. */
final class Crowd {
  private final Registry registry;
  private final List<Thread> threads = new ArrayList<>();
  // all threads and whoever tells them: two phases for each thing to do
  private final Phaser turn;
  private List<Series> next = List.of();
  private boolean ended;

  Crowd(Registry registry, int size) {
    this.registry = registry;
    this.turn = new Phaser(size + 1);
    for (int i = 0; i < size; i++) {
      Thread thread = new Thread(null, this::live, "crowd-" + i, 256 << 10);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    count(List.of());
  }

  /** Every thread runs once in each series; returns when all have. */
  void count(List<Series> series) {
    next = List.copyOf(series);
    step();
  }

  /** Every thread ends. */
  void end() throws InterruptedException {
    ended = true;
    turn.arriveAndDeregister();
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  private void step() {
    turn.arriveAndAwaitAdvance();
    turn.arriveAndAwaitAdvance();
  }

  private void live() {
    turn.arriveAndAwaitAdvance();
    while (!ended) {
      for (Series one : next) {
        Memory.run(Objects.requireNonNull(registry.cellsOf(Thread.currentThread()).create(one)));
      }
      turn.arriveAndAwaitAdvance();
      turn.arriveAndAwaitAdvance();
    }
  }
}
