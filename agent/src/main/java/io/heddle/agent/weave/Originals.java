package io.heddle.agent.weave;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers what each class was before its first weave, and restores and verifies it. */
public final class Originals {
  private final Map<ClassKey, byte[]> hashes = new ConcurrentHashMap<>();

  /** The bytes that the JVM reported; only the first time counts. */
  void remember(ClassKey classKey, byte[] bytes) {
    hashes.computeIfAbsent(classKey, key -> Sha256.of(bytes));
  }

  /** Forgets the classes whose loader is gone. */
  void sweep() {
    hashes.keySet().removeIf(ClassKey::isGone);
  }

  /** True if the class has been woven. */
  boolean knows(Class<?> loaded) {
    return hashes.containsKey(ClassKey.of(loaded));
  }

  /** Retransforms what was woven, without the weaver, and compares. */
  Verdict restore(Instrumentation instrumentation) {
    List<Class<?>> woven = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (hashes.containsKey(ClassKey.of(loaded))) {
        woven.add(loaded);
      }
    }
    Reader reader = new Reader();
    instrumentation.addTransformer(reader, true);
    List<String> different = new ArrayList<>();
    try {
      for (Class<?> one : woven) {
        if (!isRestored(instrumentation, reader, one)) {
          different.add(one.getName());
        }
      }
    } finally {
      instrumentation.removeTransformer(reader);
    }
    return new Verdict(woven.size() - different.size(), different);
  }

  private boolean isRestored(Instrumentation instrumentation, Reader reader, Class<?> one) {
    try {
      instrumentation.retransformClasses(one);
    } catch (UnmodifiableClassException | LinkageError | InternalError e) {
      return false;
    }
    byte[] seen = reader.seen.get(ClassKey.of(one));
    return seen != null && Arrays.equals(seen, hashes.get(ClassKey.of(one)));
  }

  /**
   * What became of the woven classes.
   *
   * @param restored classes that report the bytes of before
   * @param different names of those that do not
   */
  public record Verdict(int restored, List<String> different) {}

  /** Changes nothing; sees what the JVM reports. */
  private static final class Reader implements ClassFileTransformer {
    final Map<ClassKey, byte[]> seen = new ConcurrentHashMap<>();

    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String className,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (className != null && redefined != null) {
        seen.put(ClassKey.of(className.replace('/', '.'), loader), Sha256.of(bytes));
      }
      return null;
    }
  }
}
