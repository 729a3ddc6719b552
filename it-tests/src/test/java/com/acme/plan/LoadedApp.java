package com.acme.plan;

import io.heddle.it.harness.ClassBytesAgent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** Loads the classes of a jar of its class path, and then answers commands. */
public final class LoadedApp {
  private LoadedApp() {}

  /** The argument is the jar. */
  public static void main(String[] arguments) throws Exception {
    List<String> names;
    try (JarFile jar = new JarFile(arguments[0])) {
      names =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
              .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
              .toList();
    }
    int loaded = 0;
    for (String name : names) {
      loaded += loads(name) ? 1 : 0;
    }
    loads(Shop.class.getName());
    System.out.println("loaded " + loaded + " ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      String answer =
          switch (words[0]) {
            case "bytes" -> ClassBytesAgent.of(words[1]);
            case "place" -> order(Integer.parseInt(words[1]));
            case "pack" -> new Shop().pack(() -> slow(Integer.parseInt(words[1])));
            default -> "unknown command";
          };
      System.out.println("#" + ++number + " " + answer);
    }
  }

  private static String order(int times) {
    Shop shop = new Shop();
    String last = "";
    for (int i = 0; i < times; i++) {
      last = shop.place("someone ", 1);
    }
    return last;
  }

  private static String slow(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "slow";
  }

  private static boolean loads(String name) {
    try {
      Class.forName(name, false, LoadedApp.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // what it extends is optional
    }
  }
}
