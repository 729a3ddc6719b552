package com.acme.harness;

import io.heddle.it.harness.ClassBytesAgent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Does what each line of its standard input says, and answers with one line: {@code #N answer}. */
public final class CommandedApp {
  private CountDownLatch free = new CountDownLatch(1);
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
      case "properties" -> properties();
      case "threads" -> threads();
      case "metaspace" -> Long.toString(metaspace());
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
