package io.heddle.it.harness;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A second agent, which tells what bytes a class reports to a retransformation right now. */
public final class ClassBytesAgent implements ClassFileTransformer {
  private static final int BATCH = 200;
  private static @Nullable Instrumentation instrumentation;

  private final @Nullable Class<?> wanted;
  private final Map<String, Integer> hashes = new ConcurrentHashMap<>();
  private byte[] seen = {};

  private ClassBytesAgent(@Nullable Class<?> wanted) {
    this.wanted = wanted;
  }

  public static void premain(String argument, Instrumentation given) {
    instrumentation = given;
  }

  /** Loaded again, after Heddle: the JVM asks agents in the order in which they came. */
  public static void agentmain(String argument, Instrumentation given) {
    instrumentation = given;
  }

  /** Length and hash of the bytes, and a retransformation that changes nothing. */
  public static String of(String name) throws Exception {
    Class<?> wanted = Class.forName(name);
    ClassBytesAgent reader = new ClassBytesAgent(wanted);
    Instrumentation present = Objects.requireNonNull(instrumentation);
    present.addTransformer(reader, true);
    try {
      present.retransformClasses(wanted);
    } finally {
      present.removeTransformer(reader);
    }
    return reader.seen.length + " bytes, hash " + Arrays.hashCode(reader.seen);
  }

  /** Hashes of the bytes that each loaded class outside of Heddle reports, by its name. */
  public static Map<String, Integer> hashes() throws Exception {
    ClassBytesAgent reader = new ClassBytesAgent(null);
    Instrumentation present = Objects.requireNonNull(instrumentation);
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> loaded : present.getAllLoadedClasses()) {
      if (present.isModifiableClass(loaded) && !loaded.getName().contains("heddle")) {
        all.add(loaded);
      }
    }
    present.addTransformer(reader, true);
    try {
      for (int i = 0; i < all.size(); i += BATCH) {
        List<Class<?>> some = all.subList(i, Math.min(all.size(), i + BATCH));
        present.retransformClasses(some.toArray(new Class<?>[0]));
      }
    } finally {
      present.removeTransformer(reader);
    }
    return new TreeMap<>(reader.hashes);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> type,
      ProtectionDomain domain,
      byte[] bytes) {
    if (type != null && type == wanted) {
      seen = bytes.clone();
    }
    if (type != null && wanted == null) {
      hashes.put(name, Arrays.hashCode(bytes));
    }
    return null;
  }
}
