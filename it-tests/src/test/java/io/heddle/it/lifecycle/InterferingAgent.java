package io.heddle.it.lifecycle;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A second agent, which stops retransformations half way, gives the JVM class files that it
 * refuses, and tells what bytes classes report.
 */
public final class InterferingAgent implements ClassFileTransformer {
  private static final InterferingAgent ONLY = new InterferingAgent();
  private static @Nullable Instrumentation instrumentation;

  private final Map<String, Integer> seen = new ConcurrentHashMap<>();
  private volatile String spoiled = "";
  // guarded by this: how many more classes pass before the next one waits
  private int passing = Integer.MAX_VALUE;
  private CountDownLatch gate = new CountDownLatch(0);

  private InterferingAgent() {}

  public static void premain(String argument, Instrumentation given) {
    instrumentation = given;
    given.addTransformer(ONLY, true);
  }

  /** From now on so many classes may be retransformed, and the next one waits. */
  public static void hold(int classes) {
    synchronized (ONLY) {
      ONLY.passing = classes;
      ONLY.gate = new CountDownLatch(1);
    }
  }

  /** Lets the class that waits go on, and all others. */
  public static void release() {
    synchronized (ONLY) {
      ONLY.passing = Integer.MAX_VALUE;
      ONLY.gate.countDown();
    }
  }

  /** From now on the JVM cannot read that class. */
  public static void spoil(String name) {
    ONLY.spoiled = name.replace('.', '/');
  }

  /** Hashes of the bytes that classes report to a retransformation that changes nothing. */
  public static Map<String, Integer> hashes(List<Class<?>> classes) throws Exception {
    ONLY.seen.clear();
    Objects.requireNonNull(instrumentation).retransformClasses(classes.toArray(new Class<?>[0]));
    return new HashMap<>(ONLY.seen);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> type,
      ProtectionDomain domain,
      byte[] bytes) {
    if (type == null || !name.startsWith("com/acme/many/")) {
      return null;
    }
    seen.put(name, Arrays.hashCode(bytes));
    try {
      gate().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return name.equals(spoiled) ? new byte[] {1, 2, 3} : null;
  }

  private synchronized CountDownLatch gate() {
    return passing-- > 0 ? new CountDownLatch(0) : gate;
  }
}
