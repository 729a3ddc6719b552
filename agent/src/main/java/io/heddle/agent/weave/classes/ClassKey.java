package io.heddle.agent.weave.classes;

import io.heddle.registry.IdentityWeakKey;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a class: its name and the loader that defines it, held weakly. Immutable.
 *
 * @param name as the JVM says it, {@code com.acme.Outer$Inner}
 * @param loader by identity; that of null for the boot loader
 */
public record ClassKey(String name, IdentityWeakKey<ClassLoader> loader) {
  /** Predicate of {@link #isGone}; no method reference, as it may run while a class loads. */
  public static final Predicate<ClassKey> GONE =
      new Predicate<>() {
        @Override
        public boolean test(ClassKey classKey) {
          return classKey.isGone();
        }
      };

  /** Predicate of loaders that are gone; no method reference, as for {@link #GONE}. */
  public static final Predicate<IdentityWeakKey<ClassLoader>> LOADER_GONE =
      new Predicate<>() {
        @Override
        public boolean test(IdentityWeakKey<ClassLoader> loader) {
          return loader.isGone();
        }
      };

  /** Returns the key of a class by its dotted name and its loader, null for the boot loader. */
  public static ClassKey of(String name, @Nullable ClassLoader loader) {
    return new ClassKey(name, new IdentityWeakKey<>(loader));
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
}
