package com.acme.lifecycle;

import io.heddle.it.lifecycle.InterferingAgent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that call every method of many classes all the time, and look at each result. Does what
 * each line of its standard input says, and answers with one line: {@code #N answer}.
 */
public final class BusyClassesApp {
  private final URL made;
  private final List<Class<?>> classes = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private Map<String, Integer> before = Map.of();
  private final Loads loads = new Loads();

  private BusyClassesApp(Path directory) throws MalformedURLException {
    this.made = directory.toUri().toURL();
  }

  /** Directory, number of classes, of threads. */
  public static void main(String[] arguments) throws Exception {
    BusyClassesApp application = new BusyClassesApp(Path.of(arguments[0]));
    application.start(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
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

  private void start(int count, int threads) throws Exception {
    URLClassLoader loader = new URLClassLoader(new URL[] {made});
    List<Call> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Class<?> one = loader.loadClass("com.acme.many.Many" + i);
      classes.add(one);
      all.add(new Call(one));
    }
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> work(all));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void work(List<Call> all) {
    while (true) {
      for (Call call : all) {
        if (!call.isRight()) {
          wrong.incrementAndGet();
        }
        calls.incrementAndGet();
      }
    }
  }

  private String answer(String command, String rest) throws Exception {
    return switch (command) {
      case "note" -> {
        before = InterferingAgent.hashes(classes);
        yield "noted " + before.size();
      }
      case "changed" -> "changed " + changed();
      case "called" -> called();
      case "load" -> {
        loads.start();
        yield "loading";
      }
      case "loaded" -> "right " + loads.end();
      case "hold" -> {
        InterferingAgent.hold(Integer.parseInt(rest));
        yield "held";
      }
      case "release" -> {
        InterferingAgent.release();
        yield "released";
      }
      case "spoil" -> {
        InterferingAgent.spoil(rest);
        yield "spoiled";
      }
      case "named" -> named();
      default -> "unknown command " + command;
    };
  }

  /** How many classes report other bytes than when they were noted. */
  private int changed() throws Exception {
    Map<String, Integer> now = InterferingAgent.hashes(classes);
    now.entrySet().removeIf(one -> one.getValue().equals(before.get(one.getKey())));
    return now.size();
  }

  /** Waits until every class has been called once more. */
  private String called() {
    long until = calls.get() + 2L * classes.size();
    while (calls.get() < until) {
      Thread.onSpinWait();
    }
    return "wrong " + wrong;
  }

  private static String named() {
    Map<String, Object> all = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      all.put(thread.getName(), thread.isDaemon());
    }
    for (String property : System.getProperties().stringPropertyNames()) {
      if (property.startsWith("heddle.")) {
        all.put(property, System.getProperty(property));
      }
    }
    return all.toString();
  }

  /** One class, called by its method {@code all}. */
  private static final class Call {
    private final MethodHandle all;
    private final int expected;

    Call(Class<?> type) throws ReflectiveOperationException {
      this.all =
          MethodHandles.publicLookup()
              .findStatic(type, "all", MethodType.methodType(int.class, int.class));
      this.expected = call();
    }

    private int call() {
      try {
        return (int) all.invokeExact(1);
      } catch (Throwable e) {
        return Integer.MIN_VALUE;
      }
    }

    boolean isRight() {
      return call() == expected;
    }
  }

  /** Loads one class again and again, each time by a loader of its own. */
  private final class Loads implements Runnable {
    private static final int MOST = 5_000;

    private final List<Class<?>> loaded = new ArrayList<>();
    private final Thread thread = new Thread(this);
    private volatile boolean ending;

    void start() {
      thread.start();
    }

    @Override
    public void run() {
      try {
        while (!ending && loaded.size() < MOST) {
          loaded.add(new URLClassLoader(new URL[] {made}).loadClass("com.acme.many.Many0"));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Calls each of them for the first time; how many gave the right result. */
    String end() throws Exception {
      ending = true;
      thread.join();
      int right = 0;
      for (Class<?> one : loaded) {
        right += new Call(one).expected == new Call(classes.get(0)).expected ? 1 : 0;
      }
      return right + " of " + loaded.size();
    }
  }
}
