package io.heddle.it.field.suite.app;

import com.acme.harness.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads, verifies and initialises every class of some jars, in the order of their names, and says
 * what came of each. Arguments: a pattern of classes that are verified but not initialised, and the
 * jars.
 */
public final class ClassesApp {
  private ClassesApp() {}

  /**
   * Prints a line a class, and on standard error how long it took and the processor time of the JVM
   * so far, in milliseconds.
   */
  public static void main(String[] arguments) throws IOException {
    Pattern notInitialised = Pattern.compile(arguments[0]);
    List<String> names = new ArrayList<>();
    for (String jar : Arrays.asList(arguments).subList(1, arguments.length)) {
      names.addAll(classes(Path.of(jar)));
    }
    StringBuilder out = new StringBuilder();
    long start = System.nanoTime();
    for (String name : names) {
      boolean initialise = !notInitialised.matcher(name).matches();
      out.append(name).append(' ').append(load(name, initialise)).append('\n');
    }
    Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    System.err.println("took " + (System.nanoTime() - start) / 1_000_000 + " " + cpu.toMillis());
    System.out.print(out);
    Pause.at("loaded");
    // some libraries have started threads
    System.exit(0);
  }

  private static String load(String name, boolean initialise) {
    try {
      Class<?> loaded = Class.forName(name, initialise, ClassesApp.class.getClassLoader());
      // to ask for its methods links a class, and so verifies it
      return initialise || loaded.getDeclaredMethods().length > 0 ? "ok" : "ok, no methods";
    } catch (Throwable e) {
      StringBuilder chain = new StringBuilder(e.getClass().getName());
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        chain.append(" < ").append(cause.getClass().getName());
      }
      return chain.toString();
    }
  }

  private static List<String> classes(Path jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.contains("-info")) {
          names.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
    Collections.sort(names);
    return names;
  }
}
