package com.acme.unit;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Has children as each line of its standard input says, and answers with one line: {@code #N
 * answer}. It ends with its input, whatever becomes of them.
 */
public final class ChildrenApp {
  private static final int STARTERS = 4;

  private final Map<Long, Process> children = new ConcurrentHashMap<>();

  private ChildrenApp() {}

  public static void main(String[] arguments) throws Exception {
    ChildrenApp application = new ChildrenApp();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      String rest = words.length > 2 ? words[2] : "";
      System.out.println("#" + ++number + " " + application.answer(words[0], words[1], rest));
    }
    System.out.println("ending at " + System.currentTimeMillis());
  }

  private String answer(String command, String first, String rest) throws Exception {
    return switch (command) {
      case "start" -> Long.toString(start(shell(first, rest)));
      case "several" -> several(Integer.parseInt(first), rest.split(" ", 2));
      case "plain" -> Long.toString(start(new ProcessBuilder((first + " " + rest).split(" "))));
      case "byte" -> Integer.toString(child(first).getInputStream().read());
      case "wait" -> "exit " + child(first).waitFor();
      case "end" -> end(child(first));
      case "run" -> run(Integer.parseInt(first), rest.split(" ", 2));
      case "read" -> read(Integer.parseInt(first), rest);
      case "threads" -> threads();
      default -> "unknown command " + command;
    };
  }

  /** A program that understands a shell's option. */
  private static ProcessBuilder shell(String program, String line) {
    return new ProcessBuilder(program, "-c", line);
  }

  private long start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    children.put(process.pid(), process);
    return process.pid();
  }

  private Process child(String pid) {
    Process process = children.get(Long.valueOf(pid));
    if (process == null) {
      throw new IllegalArgumentException("no child " + pid);
    }
    return process;
  }

  private String several(int count, String[] programAndLine) throws IOException {
    List<String> pids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pids.add(Long.toString(start(shell(programAndLine[0], programAndLine[1]))));
    }
    return String.join(" ", pids);
  }

  private static String end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    return "exit " + process.waitFor();
  }

  /** One after the other on each of some threads; the sum of the exit codes. */
  private static String run(int count, String[] programAndLine) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(STARTERS);
    List<Future<Integer>> sums = new ArrayList<>();
    for (int thread = 0; thread < STARTERS; thread++) {
      int share = count / STARTERS + (thread < count % STARTERS ? 1 : 0);
      sums.add(threads.submit(() -> share(share, programAndLine)));
    }
    int sum = 0;
    for (Future<Integer> one : sums) {
      sum += one.get();
    }
    threads.shutdown();
    return "sum " + sum;
  }

  private static int share(int count, String[] programAndLine) throws Exception {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += shell(programAndLine[0], programAndLine[1]).start().waitFor();
    }
    return sum;
  }

  private static String read(int times, String file) throws IOException {
    byte[] bytes = new byte[16];
    int read = 0;
    try (InputStream in = new FileInputStream(file)) {
      for (int i = 0; i < times; i++) {
        read += in.read(bytes);
      }
    }
    return "read " + read;
  }

  private static String threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }
}
