package io.heddle.agent.weave.classes;

import io.heddle.registry.IdentityWeakKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks class loaders of the application for class files and classes, as the only code that does.
 * Such a loader is code that Heddle does not know: it may throw, answer with another class or never
 * come to an end. Every such failure reads as "not there" and is counted. Neither {@code equals},
 * {@code hashCode}, {@code toString} nor any other method that an application overrides is called.
 * Thread-safe.
 */
public final class ClassFiles {
  /** Maximum number of bytes read of a class file; the longest of the JDK has 100 KiB. */
  static final int LONGEST = 16 << 20;

  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MOST_EMPTY_READS = 1000;
  private static final int FIRST_BYTES = 8 << 10;
  private static final int MOST_SPARE = 64 << 10;

  private final AtomicLong failures = new AtomicLong();
  // the buffer of the last read: an attach reads the file of every class of the application
  private final AtomicReference<byte[]> spare = new AtomicReference<>(new byte[0]);
  // loaders that took too long once and are not asked for class files any more
  private final Set<IdentityWeakKey<ClassLoader>> slow = ConcurrentHashMap.newKeySet();

  /**
   * Returns the class file of a class as its loader gives it.
   *
   * @param name dotted
   * @param loader null for the boot loader
   * @return null if the loader does not give it
   */
  public byte @Nullable [] read(String name, @Nullable ClassLoader loader) {
    // the boot loader cannot be asked; that of the platform is the JDK's and asks it first
    ClassLoader asked = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
    if (!slow.isEmpty() && slow.contains(new IdentityWeakKey<>(asked))) {
      return null;
    }
    boolean interrupted = Thread.currentThread().isInterrupted();
    try (InputStream in = asked.getResourceAsStream(path(name))) {
      byte[] bytes = in == null ? null : bytes(in, asked);
      if (bytes != null && !ClassHeader.read(bytes).name().equals(name)) {
        throw new IOException("the loader gives another class");
      }
      return bytes;
    } catch (Throwable e) {
      // StackOverflowError, OutOfMemoryError and ThreadDeath too: what is thrown out of here costs
      // all classes, and the JVM swallows what a transformer throws all the same
      failures.incrementAndGet();
      return null;
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  /** Returns true if a loader of the JDK has no such class file, false if it has one or fails. */
  boolean lacks(String name, @Nullable ClassLoader loader) {
    ClassLoader asked = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
    try {
      return asked.getResource(path(name)) == null;
    } catch (Throwable e) {
      failures.incrementAndGet();
      return false;
    }
  }

  /**
   * Returns what {@link #read} gives for the loader itself or the nearest of its ancestors: a
   * loader that gives no class file has the classes of its parent all the same.
   */
  byte @Nullable [] readNearest(String name, @Nullable ClassLoader loader) {
    byte[] bytes = read(name, loader);
    for (ClassLoader above = loader; bytes == null && above != null; ) {
      above = parent(above);
      bytes = read(name, above);
    }
    return bytes;
  }

  /**
   * Returns a class as this loader finds it, neither initialised nor linked.
   *
   * @param loader null for the boot loader
   * @return null if the loader does not find it
   */
  @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      return null; // how a loader says so
    } catch (Throwable e) {
      failures.incrementAndGet();
      return null;
    } finally {
      restoreInterrupt(interrupted);
    }
  }

  /** Returns the parent of a loader; null if it has none, or a security manager hides it. */
  @Nullable ClassLoader parent(ClassLoader loader) {
    try {
      return loader.getParent();
    } catch (SecurityException e) {
      failures.incrementAndGet();
      return null;
    }
  }

  /** Returns true for the loaders of the application's class path and of the platform. */
  static boolean isOfJdk(ClassLoader loader) {
    return loader.getClass().getClassLoader() == null
        && loader.getClass().getName().startsWith("jdk.internal.loader.");
  }

  /** Returns how many times a loader failed other than by reporting that there is no such class. */
  public long failures() {
    return failures.get();
  }

  /** Forgets the loaders that are gone. */
  public void sweep() {
    slow.removeIf(ClassKey.LOADER_GONE);
  }

  private static String path(String name) {
    return name.replace('.', '/').concat(".class");
  }

  /** Restores an interrupt that is meant for the application and that the loader took away. */
  private static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // not readAllBytes: a stream may have no end, or give nothing for ever
  private byte[] bytes(InputStream in, ClassLoader loader) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    byte[] kept = spare.getAndSet(new byte[0]);
    byte[] bytes = kept.length == 0 ? new byte[FIRST_BYTES] : kept;
    int length = 0;
    int empty = 0;
    while (true) {
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) {
        byte[] exact = Arrays.copyOf(bytes, length);
        if (bytes.length <= MOST_SPARE) {
          spare.set(bytes);
        }
        return exact;
      }
      if (read > bytes.length - length) {
        throw new IOException("the stream says that it gave more than was asked for");
      }
      length += read;
      empty = read == 0 ? empty + 1 : 0;
      if (length >= 2 && !ClassHeader.begins(bytes)) {
        throw new IOException("the loader gives no class file");
      }
      if (length > LONGEST || empty > MOST_EMPTY_READS) {
        throw new IOException("the stream does not end");
      }
      if (System.nanoTime() - deadline > 0) {
        if (!isOfJdk(loader)) { // a JVM that stood still has a slow loader too
          slow.add(new IdentityWeakKey<>(loader)); // it may have a thousand classes
        }
        throw new IOException("the stream is too slow");
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(2 * length, LONGEST + 1));
      }
    }
  }
}
