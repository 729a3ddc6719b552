package io.heddle.agent.weave.retransform;

import io.heddle.agent.weave.classes.ClassFileChecksum;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.retransform.OriginalClasses.Original;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives woven classes their own bytes back, and verifies each. As a transformer it changes nothing
 * and sees what the JVM reports. Runs once.
 */
final class ClassRestoration implements ClassFileTransformer, RetransformBatches.Listener {
  // a class is woven before the JVM loads what it extends, and is among the loaded ones after that;
  // or never, if that fails
  private static final long LOADING_NANOS = 500_000_000;
  private static final long RECENT_NANOS = 10_000_000_000L;
  private static final long PAUSE_MILLIS = 5;

  private final Map<ClassKey, Original> woven;
  private final Instrumentation instrumentation;
  private final RetransformBatches batches;
  private final Map<ClassKey, Long> seen = new ConcurrentHashMap<>();
  private final Map<ClassKey, String> refused = new ConcurrentHashMap<>();
  // true where the class reports what it did before
  private final Map<ClassKey, Boolean> done = new ConcurrentHashMap<>();
  private List<Class<?>> due = List.of();
  private int verified;

  /**
   * @param woven all that has been woven; nothing is added any more
   * @param progress receives the progress, "300 of 2000 classes", or null
   */
  ClassRestoration(
      Map<ClassKey, Original> woven,
      Instrumentation instrumentation,
      @Nullable Consumer<String> progress) {
    this.woven = woven;
    this.instrumentation = instrumentation;
    this.batches = new RetransformBatches(instrumentation, this, progress);
  }

  OriginalClasses.Verdict run() {
    instrumentation.addTransformer(this, true);
    try {
      do {
        due = due();
        verified = 0;
        batches.run(due);
      } while (!missing(LOADING_NANOS).isEmpty() && pause());
    } finally {
      instrumentation.removeTransformer(this);
    }
    return verdict();
  }

  /** Returns the woven classes that are loaded and not restored yet. */
  private List<Class<?>> due() {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassKey classKey = ClassKey.of(loaded);
      if (woven.containsKey(classKey) && !done.containsKey(classKey)) {
        found.add(loaded);
      }
    }
    return found;
  }

  /** Returns the classes woven within so many nanoseconds that were not found loaded. */
  private List<ClassKey> missing(long withinNanos) {
    long now = System.nanoTime();
    List<ClassKey> missing = new ArrayList<>();
    for (Map.Entry<ClassKey, Original> entry : woven.entrySet()) {
      ClassKey classKey = entry.getKey();
      if (now - entry.getValue().wovenNanos() < withinNanos
          && !done.containsKey(classKey)
          && !classKey.isGone()) {
        missing.add(classKey);
      }
    }
    return missing;
  }

  @Override
  public long bytes(Class<?> one) {
    Original original = woven.get(ClassKey.of(one));
    return original == null ? 0 : original.length();
  }

  @Override
  public void refused(Class<?> one, Throwable why) {
    refused.put(ClassKey.of(one), "the JVM refuses it: " + why);
  }

  @Override
  public void done(int count) {
    while (verified < count) {
      ClassKey classKey = ClassKey.of(due.get(verified++));
      Original original = woven.get(classKey);
      Long checksum = seen.remove(classKey);
      done.put(classKey, original != null && checksum != null && original.hasChecksum(checksum));
    }
  }

  /** Waits a moment; returns false if this thread was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private OriginalClasses.Verdict verdict() {
    int restored = 0;
    List<String> different = new ArrayList<>();
    for (Map.Entry<ClassKey, Boolean> entry : done.entrySet()) {
      ClassKey classKey = entry.getKey();
      if (entry.getValue() && !refused.containsKey(classKey)) {
        restored++;
      } else {
        String why = refused.getOrDefault(classKey, "it reports other bytes than before");
        different.add(classKey.name() + ": " + why);
      }
    }
    for (ClassKey classKey : missing(RECENT_NANOS)) {
      different.add(classKey.name() + ": it was woven to be loaded, and has not been loaded");
    }
    return new OriginalClasses.Verdict(restored, different);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (redefined != null) {
      seen.put(ClassKey.of(redefined), ClassFileChecksum.of(bytes));
    }
    return null;
  }
}
