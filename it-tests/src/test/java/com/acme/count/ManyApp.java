package com.acme.count;

import com.acme.harness.Pause;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Many threads, all alive at once, call every method of the classes that a test made. */
public final class ManyApp {
  private static final AtomicLong SUM = new AtomicLong();

  private ManyApp() {}

  /** Directory, number of classes, of threads, of rounds. */
  public static void main(String[] arguments) throws Exception {
    URL made = Path.of(arguments[0]).toUri().toURL();
    int threads = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    List<Method> all = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {made})) {
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        all.add(loader.loadClass("com.acme.many.Many" + i).getMethod("all", int.class));
      }
      CountDownLatch done = new CountDownLatch(threads);
      CountDownLatch leave = new CountDownLatch(1);
      List<Thread> started = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread thread = new Thread(() -> work(all, rounds, done, leave));
        thread.start();
        started.add(thread);
      }
      done.await();
      Pause.at("called " + SUM);
      leave.countDown();
      for (Thread thread : started) {
        thread.join();
      }
      Pause.at("ended");
    }
  }

  private static void work(
      List<Method> all, int rounds, CountDownLatch done, CountDownLatch leave) {
    try {
      for (int i = 0; i < rounds; i++) {
        for (Method method : all) {
          SUM.addAndGet((Integer) method.invoke(null, i));
        }
      }
      done.countDown();
      leave.await();
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
