package com.acme.count;

import com.acme.harness.Pause;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Runs into limits, leaks and allocations. */
public final class LimitsApp {
  private LimitsApp() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "series" -> series();
      case "allocation" -> allocation();
      case "loaders" -> loaders();
      case "reloads" -> reloads();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  static void valued(String value) {}

  static int constant(int value) {
    return value + 1;
  }

  private static void series() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int from = t * 250_000;
      Thread thread =
          new Thread(
              () -> {
                for (int i = from; i < from + 250_000; i++) {
                  valued("v" + i);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    calls(3);
    Pause.at("series");
  }

  private static void allocation() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    int value = calls(2_000_000) + (int) (threads.getThreadAllocatedBytes(id) & 1);
    long before = threads.getThreadAllocatedBytes(id);
    value += calls(1_000_000);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    Pause.at("allocated " + allocated + (value == 0 ? " " : ""));
  }

  private static int calls(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = constant(value);
    }
    return value;
  }

  private static void loaders() throws Exception {
    URL here = LimitsApp.class.getProtectionDomain().getCodeSource().getLocation();
    List<WeakReference<ClassLoader>> dropped = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      dropped.add(new WeakReference<>(useAndDrop(here)));
    }
    int left = 50;
    for (int i = 0; i < 20 && left > 0; i++) {
      System.gc();
      Thread.sleep(50);
      left = (int) dropped.stream().filter(loader -> loader.get() != null).count();
    }
    Pause.at("loaders " + left);
  }

  /** As a server does that loads its applications anew: of 300 loaders ten are alive at most. */
  private static void reloads() throws Exception {
    URL here = LimitsApp.class.getProtectionDomain().getCodeSource().getLocation();
    for (int i = 1; i <= 300; i++) {
      WeakReference<ClassLoader> last = new WeakReference<>(useAndDrop(here));
      for (int tries = 0; i % 10 == 0 && last.get() != null && tries < 100; tries++) {
        System.gc();
      }
    }
    Pause.at("reloads");
  }

  private static ClassLoader useAndDrop(URL here) throws Exception {
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    ClassLoader own = new URLClassLoader(new URL[] {here}, parent);
    Class<?> type = Class.forName("com.acme.count.LeakApp", true, own);
    Method main = type.getMethod("call");
    main.invoke(null);
    return own;
  }
}
