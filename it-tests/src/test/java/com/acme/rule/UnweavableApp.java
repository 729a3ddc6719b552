package com.acme.rule;

import com.acme.harness.Pause;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the classes that a test made, says what became of each, and calls what it can. */
public final class UnweavableApp {
  private static final String ROOM = "com.acme.made.";

  private UnweavableApp() {}

  public static void main(String[] arguments) throws Exception {
    Path made = Path.of(arguments[0]);
    try (URLClassLoader open = new URLClassLoader(new URL[] {made.toUri().toURL()})) {
      for (String name : new String[] {"Future", "Text", "Cut", "Pool", "Big", "Good"}) {
        use(open, name, 10);
      }
      use(new Hiding(made), "Hidden", 10);
      use(open, "Hidden", 1);
    }
    Pause.at("used");
  }

  private static void use(ClassLoader loader, String name, int times) {
    try {
      Class<?> type = Class.forName(ROOM + name, true, loader);
      for (String method : new String[] {"big", "one", "two", "three"}) {
        System.out.println(name + "." + method + " " + call(type, method, times));
      }
    } catch (Throwable e) {
      System.out.println(name + ": " + e);
    }
  }

  private static String call(Class<?> type, String method, int times) throws Exception {
    int sum = 0;
    try {
      for (int i = 0; i < times; i++) {
        sum += (Integer) type.getMethod(method, int.class).invoke(null, i);
      }
    } catch (NoSuchMethodException e) {
      return "is missing";
    }
    return "gave " + sum;
  }

  /** Knows only the classes that were made and those of the JDK, and nothing of Heddle. */
  private static final class Hiding extends ClassLoader {
    private final Path made;

    Hiding(Path made) {
      super(getPlatformClassLoader());
      this.made = made;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.contains("heddle")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        byte[] bytes = Files.readAllBytes(made.resolve(name.replace('.', '/') + ".class"));
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
