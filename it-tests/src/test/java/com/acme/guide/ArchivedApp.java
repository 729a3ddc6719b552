package com.acme.guide;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A small application that is archived: calls, a lambda and a child process. Where Heddle is, it
 * leaves what Heddle has counted in a file.
 */
public final class ArchivedApp {
  private static final String ADDRESS = "heddle.address";

  private ArchivedApp() {}

  public static void main(String[] arguments) throws Exception {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += new Renderer().render(i);
    }
    System.out.println("rendered " + sum);
    System.out.println(
        IntStream.range(0, sum).mapToObj(i -> "n" + i).collect(Collectors.joining()));
    System.out.println("bound " + bound());
    System.out.println("exit " + new ProcessBuilder("true").start().waitFor());
    String address = System.getProperty(ADDRESS);
    if (address != null) {
      keep(address);
    }
  }

  /** Of a shape that no class file of the JDK is for: the JVM makes one, and archives it. */
  private static int bound() throws ReflectiveOperationException {
    MethodType type = MethodType.methodType(int.class, int.class, long.class, String.class);
    MethodHandle all = MethodHandles.lookup().findStatic(ArchivedApp.class, "add", type);
    MethodHandle one = MethodHandles.insertArguments(all, 0, 5);
    MethodHandle none = MethodHandles.insertArguments(one, 0, 7L, "x");
    try {
      return (int) none.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static int add(int a, long b, String c) {
    return a + (int) b + c.length();
  }

  private static void keep(String address) throws IOException {
    try (InputStream in = URI.create(address + "/metrics").toURL().openStream()) {
      Files.write(Path.of("scrape.txt"), in.readAllBytes());
    }
  }

  /** Its method is what a rule names. */
  static final class Renderer {
    int render(int number) {
      return number * 2;
    }
  }
}
