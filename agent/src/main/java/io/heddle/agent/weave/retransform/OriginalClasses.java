package io.heddle.agent.weave.retransform;

import io.heddle.agent.weave.classes.ClassFileChecksum;
import io.heddle.agent.weave.classes.ClassKey;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers what each class was before its first weave, and restores and verifies it. */
public final class OriginalClasses {
  private final Map<ClassKey, Original> woven = new ConcurrentHashMap<>();
  // guarded by this
  private boolean closed;

  /**
   * Notes the bytes that the JVM reported of a class that is about to be woven; only the first time
   * counts.
   *
   * @return false if the class must stay as it is, because it would never be restored
   */
  public boolean remember(ClassKey classKey, byte[] bytes) {
    Original fresh = woven.containsKey(classKey) ? null : new Original(bytes, System.nanoTime());
    synchronized (this) {
      if (!closed && fresh != null) {
        woven.putIfAbsent(classKey, fresh);
      }
      return !closed;
    }
  }

  /** Forgets a class that was not woven after all. */
  public void forget(ClassKey classKey) {
    woven.remove(classKey);
  }

  /**
   * Forgets a class that no rule weaves any more.
   *
   * @param checksum of the bytes that it reports by now
   * @return false if these are not those of before the first weave; it is not forgotten then
   */
  public boolean isRestored(ClassKey classKey, long checksum) {
    Original original = woven.get(classKey);
    return original == null || (original.hasChecksum(checksum) && woven.remove(classKey, original));
  }

  private synchronized void close() {
    closed = true;
  }

  /** Forgets the classes whose loader is gone. */
  public void sweep() {
    woven.keySet().removeIf(ClassKey.GONE);
  }

  /** Returns true if the class has been woven. */
  public boolean knows(Class<?> loaded) {
    return woven.containsKey(ClassKey.of(loaded));
  }

  /**
   * Retransforms the woven classes without the weaver, and compares their bytes. Nothing is woven
   * from this call on.
   *
   * @param progress receives the progress, "300 of 2000 classes", or null
   */
  public Verdict restore(Instrumentation instrumentation, @Nullable Consumer<String> progress) {
    close();
    return new ClassRestoration(woven, instrumentation, progress).run();
  }

  /**
   * The result of a restoration.
   *
   * @param restored number of classes that report the bytes of before
   * @param different names of those that do not, each with a reason
   */
  public record Verdict(int restored, List<String> different) {}

  /** A class before its first weave. Immutable. */
  static final class Original {
    private final long checksum;
    private final int length;
    private final long wovenNanos;

    Original(byte[] bytes, long wovenNanos) {
      this.checksum = ClassFileChecksum.of(bytes);
      this.length = bytes.length;
      this.wovenNanos = wovenNanos;
    }

    /** Returns true if the bytes with this checksum are the same. */
    boolean hasChecksum(long other) {
      return checksum == other;
    }

    /** Returns the bytes of the class file. */
    int length() {
      return length;
    }

    /** Returns the time of the first weave, of {@link System#nanoTime}. */
    long wovenNanos() {
      return wovenNanos;
    }
  }
}
