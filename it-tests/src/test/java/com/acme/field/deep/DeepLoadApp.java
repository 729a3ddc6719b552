package com.acme.field.deep;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Loads woven classes, the very first one too, and starts children where the stack is nearly full.
 * What could be loaded there is called a known number of times afterwards.
 */
public final class DeepLoadApp {
  private static final int WANTED = 20;
  private static final int MOST_TRIES = 2_000;

  private final byte[] late;
  private final List<Runnable> loaded = new ArrayList<>();
  private int deepest;
  private int tries;

  private DeepLoadApp() throws IOException {
    try (InputStream in = DeepLoadApp.class.getResourceAsStream("DeepLoadApp$Late.class")) {
      if (in == null) {
        throw new IOException("no class file of Late");
      }
      late = in.readAllBytes();
    }
  }

  /** The argument is the size of the stack, in KiB. */
  public static void main(String[] arguments) throws Exception {
    DeepLoadApp app = new DeepLoadApp();
    Thread thread = new Thread(null, app::load, "deep", Long.parseLong(arguments[0]) << 10);
    thread.start();
    thread.join();
    System.out.println("loaded " + app.loaded.size() + " in " + app.tries + " tries");
    System.in.read();
    app.use();
    System.out.println("ready");
    System.in.read();
  }

  private void load() {
    Random random = new Random(7);
    // how deep it goes changes whenever the compiler replaces a frame: many tries find no room
    while (loaded.size() < WANTED && tries < MOST_TRIES) {
      deepest = 0;
      try {
        descend(Integer.MAX_VALUE, 0);
      } catch (StackOverflowError e) {
        // so deep it is
      }
      int above = random.nextInt(deepest / 2);
      tries++;
      try {
        descend(deepest - above, tries);
      } catch (StackOverflowError | NoClassDefFoundError e) {
        // it was too deep for the JVM itself
      }
    }
  }

  private void use() {
    for (Runnable one : loaded) {
      for (int k = 0; k < 10; k++) {
        one.run();
      }
    }
    for (int i = 0; i < 10; i++) {
      try {
        new ProcessBuilder("true").start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void descend(int left, int attempt) {
    if (left > 0) {
      deepest++;
      descend(left - 1, attempt);
    } else if (attempt % 4 == 3) {
      child();
    } else {
      loadOne();
    }
  }

  private static void child() {
    try {
      new ProcessBuilder("false").start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void loadOne() {
    try {
      Constructor<?> made = new Loader().define(late).getConstructor();
      loaded.add((Runnable) made.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A loader for one copy of a class. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(DeepLoadApp.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  /** Loaded late, and many times. */
  public static final class Late implements Runnable {
    /** For the loader. */
    public Late() {}

    @Override
    public void run() {}
  }
}
