package io.heddle.it.harness;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A second agent, which tells what bytes a class reports to a retransformation right now. */
public final class ClassBytesAgent implements ClassFileTransformer {
  private static @Nullable Instrumentation instrumentation;

  private final Class<?> wanted;
  private byte[] seen = {};

  private ClassBytesAgent(Class<?> wanted) {
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
    ClassBytesAgent reader = new ClassBytesAgent(Class.forName(name));
    Instrumentation present = Objects.requireNonNull(instrumentation);
    present.addTransformer(reader, true);
    try {
      present.retransformClasses(reader.wanted);
    } finally {
      present.removeTransformer(reader);
    }
    return reader.seen.length + " bytes, hash " + Arrays.hashCode(reader.seen);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> type,
      ProtectionDomain domain,
      byte[] bytes) {
    if (type == wanted) {
      seen = bytes.clone();
    }
    return null;
  }
}
