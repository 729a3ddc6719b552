package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.thread.UninterruptibleWait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses among the loaded classes those that rules concern, on two threads where there are two
 * processors: of an application with 30,000 classes each may have to be read. Runs once.
 */
final class LoadedClassScan implements Runnable {
  private static final int CHUNK = 256;
  private static final long LONGEST_WAIT_MILLIS = 3_600_000;

  private final Class<?>[] all;
  private final ActiveRules book;
  private final WarningSink warnings;
  private final AtomicInteger next = new AtomicInteger();
  // each place is written by one thread, which the other waits for
  private final boolean[] chosen;

  LoadedClassScan(Class<?>[] all, ActiveRules book, WarningSink warnings) {
    this.all = all;
    this.book = book;
    this.warnings = warnings;
    this.chosen = new boolean[all.length];
  }

  /** Returns the classes to weave, in their order, on this thread alone. */
  List<Class<?>> chosen() {
    run();
    return result();
  }

  /** Returns the classes to weave, in their order. */
  List<Class<?>> chosen(ThreadFactory threads) {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread beside = threads.newThread(this);
      beside.setName("heddle-scan");
      beside.start();
      run();
      UninterruptibleWait.forEnd(beside, LONGEST_WAIT_MILLIS);
    } else {
      run();
    }
    return result();
  }

  private List<Class<?>> result() {
    List<Class<?>> wanted = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (chosen[i]) {
        wanted.add(all[i]);
      }
    }
    return wanted;
  }

  @Override
  public void run() {
    for (int from = next.getAndAdd(CHUNK); from < all.length; from = next.getAndAdd(CHUNK)) {
      int to = Math.min(from + CHUNK, all.length);
      for (int i = from; i < to; i++) {
        chosen[i] = book.canWeave(all[i], warnings);
      }
    }
  }
}
