package com.acme.harness;

import io.heddle.it.harness.ClassBytesAgent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Does what each line of its standard input says, and answers with one line: {@code #N answer}. */
public final class CommandedApp {
  private CountDownLatch free = new CountDownLatch(1);
  private final Map<String, Map<String, Integer>> hashes = new HashMap<>();
  private FutureTask<String> parked = new FutureTask<>(() -> "");

  private CommandedApp() {}

  public static void main(String[] arguments) throws Exception {
    CommandedApp application = new CommandedApp();
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

  private String answer(String command, String rest) throws Exception {
    return switch (command) {
      case "run" -> run(Integer.parseInt(rest));
      case "execute" -> "exit " + new ProcessBuilder(rest.split(" ")).start().waitFor();
      case "work" -> work(Integer.parseInt(rest));
      case "park" -> park();
      case "free" -> free();
      case "find" -> find(rest);
      case "resource" -> String.valueOf(ClassLoader.getSystemResource(rest) != null);
      case "bytes" -> ClassBytesAgent.of(rest);
      case "hashes" -> hashes(rest);
      case "differ" -> differ(rest.split(" ", 2));
      case "properties" -> properties();
      case "threads" -> threads();
      case "used" -> metaspace() + " " + heap();
      default -> "unknown command " + command;
    };
  }

  private static String run(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      new ProcessBuilder("true").start().waitFor();
    }
    return "ran " + times;
  }

  private static String work(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += Work.step(i);
    }
    return "sum " + sum;
  }

  private String park() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch opened = new CountDownLatch(1);
    free = opened;
    parked = new FutureTask<>(() -> Work.park(inside, opened));
    new Thread(parked).start();
    inside.await();
    return "parked";
  }

  private String free() throws Exception {
    free.countDown();
    return parked.get();
  }

  private static String find(String name) {
    try {
      return "found " + Class.forName(name).getName();
    } catch (ClassNotFoundException e) {
      return "absent";
    }
  }

  /** Keeps the hashes of all classes under a name. */
  private String hashes(String name) throws Exception {
    Map<String, Integer> now = ClassBytesAgent.hashes();
    hashes.put(name, now);
    return "classes " + now.size();
  }

  /** Names the classes of both that have another hash in the second. */
  private String differ(String[] names) {
    Map<String, Integer> first = hashes.getOrDefault(names[0], Map.of());
    Map<String, Integer> second = new TreeMap<>(hashes.getOrDefault(names[1], Map.of()));
    second.keySet().retainAll(first.keySet());
    int both = second.size();
    second.entrySet().removeAll(first.entrySet());
    return second.size() + " of " + both + ": " + second.keySet();
  }

  private static String properties() {
    Map<Object, Object> sorted = new TreeMap<>(System.getProperties());
    return sorted.toString().replace("\n", "\\n");
  }

  private static String threads() {
    Map<String, Boolean> daemons = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      daemons.put(thread.getName(), thread.isDaemon());
    }
    return daemons.toString();
  }

  /** What is in use after three collections: a reference that one finds, the next one frees. */
  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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
