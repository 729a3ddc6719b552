package io.heddle.agent.weave.classes;

import java.lang.ref.WeakReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a class: its name and the loader that defines it, held weakly. Immutable.
 *
 * @param name as the JVM says it, {@code com.acme.Outer$Inner}
 * @param loader by identity
 */
public record ClassKey(String name, Loader loader) {
  /** Predicate of {@link #isGone}; no method reference, as it may run while a class loads. */
  public static final Predicate<ClassKey> GONE =
      new Predicate<>() {
        @Override
        public boolean test(ClassKey classKey) {
          return classKey.isGone();
        }
      };

  /** Returns the key of a class by its dotted name and its loader, null for the boot loader. */
  public static ClassKey of(String name, @Nullable ClassLoader loader) {
    return new ClassKey(name, new Loader(loader));
  }

  /** Returns the key of a loaded class. */
  public static ClassKey of(Class<?> loaded) {
    return of(loaded.getName(), loaded.getClassLoader());
  }

  // not a record's own: java.lang.runtime.ObjectMethods keeps the types of the last components of
  // which it took the hash, and so the loader of this class after a detach

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + loader.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassKey that && name.equals(that.name) && loader.equals(that.loader);
  }

  /** Returns true once the loader has been collected, and the class with it. */
  public boolean isGone() {
    return loader.isGone();
  }

  /**
   * A loader, by identity and weakly: an application may override {@code equals}, and another
   * loader may take the place of one that is gone.
   */
  public static final class Loader extends WeakReference<@Nullable ClassLoader> {
    /** Predicate of {@link #isGone}. */
    public static final Predicate<Loader> GONE =
        new Predicate<>() {
          @Override
          public boolean test(Loader loader) {
            return loader.isGone();
          }
        };

    private final int hash;
    private final boolean boot;

    /** Creates a reference to a loader, null for the boot loader. */
    public Loader(@Nullable ClassLoader loader) {
      super(loader);
      this.hash = System.identityHashCode(loader);
      this.boot = loader == null;
    }

    boolean isGone() {
      return !boot && get() == null;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      if (!(other instanceof Loader that) || boot != that.boot) {
        return false;
      }
      ClassLoader loader = get();
      return boot || (loader != null && that.get() == loader);
    }
  }
}
