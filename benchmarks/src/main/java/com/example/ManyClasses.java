package com.example;

import com.example.many.Template00000;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An application with as many classes of ten methods as it is told to load. It says how long that
 * took, in milliseconds, and what is on the heap and in metaspace then, in bytes; it ends with its
 * input.
 */
public final class ManyClasses extends ClassLoader {
  private static final String NAME = "Template00000";
  private static final String PACKAGE = "com.example.many.";

  private final byte[] template;
  private final int[] places;

  private ManyClasses(byte[] template) {
    super(ManyClasses.class.getClassLoader());
    this.template = template;
    this.places = places(template);
  }

  /** Loads and initialises the classes; the argument is their number, at most 99,999. */
  public static void main(String[] arguments) throws Exception {
    byte[] template;
    try (InputStream in = Template00000.class.getResourceAsStream(NAME + ".class")) {
      template = Objects.requireNonNull(in).readAllBytes();
    }
    ManyClasses loader = new ManyClasses(template);
    int count = Integer.parseInt(arguments[0]);
    long begin = System.nanoTime();
    for (int i = 1; i <= count; i++) {
      loader.load(i);
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.println("loaded " + millis + " " + heap() + " " + metaspace());
    awaitEnd();
    if (loader.template.length == 0) {
      throw new IllegalStateException(); // keeps the loader
    }
  }

  private void load(int number) throws ClassNotFoundException {
    String name = String.format(Locale.ROOT, "Template%05d", number);
    byte[] bytes = bytes(name);
    Class.forName(defineClass(PACKAGE + name, bytes, 0, bytes.length).getName(), true, this);
  }

  /** Returns the class file of one of the classes, as the loader of an application has it. */
  @Override
  public @Nullable InputStream getResourceAsStream(String path) {
    String prefix = PACKAGE.replace('.', '/');
    return path.startsWith(prefix) && path.endsWith(".class")
        ? new ByteArrayInputStream(
            bytes(path.substring(prefix.length(), path.length() - ".class".length())))
        : super.getResourceAsStream(path);
  }

  private byte[] bytes(String name) {
    byte[] bytes = template.clone();
    byte[] digits = name.getBytes(StandardCharsets.UTF_8);
    for (int at : places) {
      System.arraycopy(digits, 0, bytes, at, digits.length);
    }
    return bytes;
  }

  /** Returns where the name of the template stands in its class file. */
  private static int[] places(byte[] template) {
    byte[] wanted = NAME.getBytes(StandardCharsets.UTF_8);
    return IntStream.rangeClosed(0, template.length - wanted.length)
        .filter(at -> matches(template, at, wanted))
        .toArray();
  }

  private static boolean matches(byte[] bytes, int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long metaspace() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        used += pool.getUsage().getUsed();
      }
    }
    return used;
  }

  private static void awaitEnd() throws IOException {
    while (System.in.read() >= 0) {
      // what is written means nothing
    }
  }
}
