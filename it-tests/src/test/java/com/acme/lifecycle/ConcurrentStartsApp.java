package com.acme.lifecycle;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/**
 * Eight threads, one moment: each loads a class that a rule names through a loader that is not
 * parallel capable, starts its first process, and touches what has deadlocked agents before. Then
 * prints what Heddle has counted.
 */
public final class ConcurrentStartsApp {
  private static final int THREADS = 8;

  private ConcurrentStartsApp() {}

  public static void main(String[] arguments) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    OneLock shared = new OneLock();
    ConcurrentHashMap<Integer, String> contended = new ConcurrentHashMap<>();
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      // half of them share a loader and wait for its lock
      ClassLoader loader = i % 2 == 0 ? shared : new OneLock();
      int number = i;
      FutureTask<Integer> task = new FutureTask<>(() -> first(start, loader, contended, number));
      tasks.add(task);
      new Thread(task).start();
    }
    start.countDown();
    int sum = 0;
    for (FutureTask<Integer> task : tasks) {
      sum += task.get();
    }
    System.out.println("sum " + sum);
    print(scrape());
  }

  private static int first(
      CountDownLatch start,
      ClassLoader loader,
      ConcurrentHashMap<Integer, String> contended,
      int number)
      throws Exception {
    start.await();
    Process process = number % 2 == 0 ? new ProcessBuilder("true").start() : null;
    Object step = loader.loadClass(Step.class.getName()).getConstructor().newInstance();
    int result = ((IntSupplier) step).getAsInt();
    for (int i = 0; i < 100; i++) {
      contended.merge(i % 3, "x", String::concat);
    }
    ThreadLocalRandom.current().nextInt();
    Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (self, method, args) -> null);
    MethodHandles.lookup()
        .findVirtual(String.class, "length", MethodType.methodType(int.class))
        .bindTo("text");
    return result + (process == null ? new ProcessBuilder("true").start() : process).waitFor();
  }

  private static String scrape() throws Exception {
    URI address = URI.create(System.getProperty("heddle.address"));
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String request =
          "GET /metrics HTTP/1.1\r\nHost: "
              + address.getAuthority()
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void print(String scrape) {
    for (String line : scrape.split("\n", -1)) {
      if (line.startsWith("heddle_exec_started") || line.startsWith("heddle_call_started")) {
        System.out.println(line.strip());
      }
    }
  }

  /** Child first for Step, under one lock, as old application servers do it. */
  private static final class OneLock extends ClassLoader {
    OneLock() {
      super(ConcurrentStartsApp.class.getClassLoader());
    }

    @Override
    protected synchronized Class<?> loadClass(String name, boolean resolve)
        throws ClassNotFoundException {
      Class<?> known = findLoadedClass(name);
      if (known != null || !name.equals(Step.class.getName())) {
        return known != null ? known : super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (java.io.IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
