package com.acme.lifecycle;

import io.heddle.it.harness.ClassBytesAgent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that call each method of {@link Target} all the time and count their rounds. Does what
 * each line of its standard input says, and answers with one line: {@code #N answer}.
 */
public final class ReloadedApp {
  private static final String[] KINDS = {"a", "bb", "ccc"};

  private final int threads;
  private final AtomicLong rounds = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> parked = new ArrayList<>();
  private CountDownLatch free = new CountDownLatch(1);
  private int resting; // guarded by lock
  private volatile boolean paused;

  private ReloadedApp(int threads) {
    this.threads = threads;
  }

  /** Number of threads. */
  public static void main(String[] arguments) throws Exception {
    ReloadedApp application = new ReloadedApp(Integer.parseInt(arguments[0]));
    application.start();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      String answer = application.answer(words[0], words.length > 1 ? words[1] : "");
      System.out.println("#" + ++number + " " + answer);
    }
  }

  private void start() {
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(this::work, "worker-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void work() {
    BitSet bits = new BitSet();
    int round = 0;
    while (true) {
      if (paused) {
        rest();
      }
      boolean right = round(++round, bits);
      if (!right) {
        wrong.incrementAndGet();
      }
      rounds.incrementAndGet();
    }
  }

  private static boolean round(int i, BitSet bits) {
    String kind = KINDS[i % KINDS.length];
    boolean before = bits.get(1);
    return Target.kept(i) == 3 * i
        && Target.changed(kind) == kind.length()
        && Target.moved(i) == i + 1
        && Target.gone(i) == i - 1
        && Lonely.step(i) == i * 7
        && Target.bits(bits) != before;
  }

  private void rest() {
    lock.lock();
    try {
      resting++;
      changed.signalAll();
      while (paused) {
        changed.awaitUninterruptibly();
      }
      resting--;
    } finally {
      lock.unlock();
    }
  }

  private String answer(String command, String rest) throws Exception {
    return switch (command) {
      case "pause" -> pause();
      case "resume" -> resume();
      case "more" -> more(Long.parseLong(rest));
      case "park" -> park();
      case "free" -> free();
      case "bytes" -> ClassBytesAgent.of(rest);
      case "metaspace" -> Long.toString(metaspace());
      default -> "unknown command " + command;
    };
  }

  /** Stops the threads between two rounds; answers the rounds so far, and wrong results. */
  private String pause() throws InterruptedException {
    lock.lock();
    try {
      paused = true;
      while (resting < threads) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
    return rounds + " wrong " + wrong;
  }

  private String resume() {
    lock.lock();
    try {
      paused = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return "resumed";
  }

  /** Waits until there have been so many rounds more. */
  private String more(long wanted) {
    long until = rounds.get() + wanted;
    while (rounds.get() < until) {
      Thread.onSpinWait();
    }
    return "done";
  }

  private String park() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch opened = new CountDownLatch(1);
    free = opened;
    for (boolean keeps : new boolean[] {true, false}) {
      Thread thread = new Thread(() -> stay(keeps, inside, opened));
      thread.start();
      parked.add(thread);
    }
    inside.await();
    return "parked";
  }

  private static void stay(boolean keeps, CountDownLatch inside, CountDownLatch opened) {
    try {
      if (keeps) {
        Target.keptLong(inside, opened);
      } else {
        Target.goneLong(inside, opened);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String free() throws InterruptedException {
    free.countDown();
    for (Thread thread : parked) {
      thread.join();
    }
    parked.clear();
    return "freed";
  }

  private static long metaspace() {
    System.gc();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        return pool.getUsage().getUsed();
      }
    }
    return 0;
  }
}
