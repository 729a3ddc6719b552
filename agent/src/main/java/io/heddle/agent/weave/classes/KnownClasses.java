package io.heddle.agent.weave.classes;

import io.heddle.registry.IdentityWeakKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers of classes that exist and whose loader may not give their class file: those of scripting
 * languages, of compilers that write into memory, of encrypted applications. Loaders are held
 * weakly, and what was remembered first is forgotten first. Thread-safe.
 */
final class KnownClasses {
  /** Maximum number of classes; one takes about 300 bytes: 5 MiB in all. */
  static final int MOST = 16_384;

  /** Maximum number of classes of one name: all scripts of an engine may have the same. */
  static final int MOST_OF_A_NAME = 32;

  private static final int SWEEP_AFTER = 1024;

  private final Map<String, Known> newestByName = new HashMap<>();
  private final ArrayDeque<Known> byAge = new ArrayDeque<>();
  private int size;
  private int sinceSweep;
  private IdentityWeakKey<ClassLoader> lastLoader = new IdentityWeakKey<>(null);

  /** One class of one loader, and the one of this name that was remembered before it. */
  private static final class Known {
    final IdentityWeakKey<ClassLoader> loader;
    final ClassHeader header;
    @Nullable Known older;
    boolean forgotten;

    Known(IdentityWeakKey<ClassLoader> loader, ClassHeader header) {
      this.loader = loader;
      this.header = header;
    }
  }

  /** Remembers a class if it can be a parent. */
  synchronized void remember(ClassHeader header, ClassLoader loader) {
    if (header.isFinal()) {
      return;
    }
    Known newest = newestByName.get(header.name());
    int count = 1;
    for (Known known = newest; known != null; known = known.older) {
      if (known.loader.get() == loader) {
        return; // a loader defines a name once
      }
      if (++count == MOST_OF_A_NAME && known.older != null) {
        forgotten(known.older);
        known.older = null;
      }
    }
    if (lastLoader.get() != loader) {
      lastLoader = new IdentityWeakKey<>(loader);
    }
    Known fresh = new Known(lastLoader, header);
    fresh.older = newest;
    newestByName.put(header.name(), fresh);
    byAge.add(fresh);
    size++;
    shrink();
  }

  private void shrink() {
    if (++sinceSweep > Math.max(SWEEP_AFTER, size)) {
      sweep();
    }
    while (size > MOST) {
      forget(byAge.remove());
    }
  }

  /** Returns the class of this name that the loader itself defined, or null. */
  synchronized @Nullable ClassHeader definedBy(@Nullable ClassLoader loader, String name) {
    for (Known known = newestByName.get(name); known != null; known = known.older) {
      if (loader != null && known.loader.get() == loader) {
        return known.header;
      }
    }
    return null;
  }

  /**
   * Returns the class of this name that a loader may get from one beside it: from one with the same
   * parent, the newest, else any if all agree, else null. Groovy makes a loader for each script,
   * side by side below one.
   *
   * @param parents finds the parent of a loader
   */
  synchronized @Nullable ClassHeader beside(ClassLoader loader, String name, ClassFiles parents) {
    ClassLoader parent = parents.parent(loader);
    ClassHeader found = null;
    boolean agree = true;
    for (Known known = newestByName.get(name); known != null; known = known.older) {
      ClassLoader other = known.loader.get();
      if (other == null) {
        continue;
      }
      if (parent != null && parents.parent(other) == parent) {
        return known.header;
      }
      agree &= found == null || found.hasParentsOf(known.header);
      found = known.header;
    }
    return agree ? found : null;
  }

  synchronized int size() {
    return size;
  }

  /** Forgets the classes whose loader is gone. */
  synchronized void sweep() {
    sinceSweep = 0;
    for (int i = byAge.size(); i > 0; i--) {
      Known known = byAge.remove();
      if (known.loader.isGone()) {
        forget(known);
      }
      if (!known.forgotten) {
        byAge.add(known);
      }
    }
  }

  private void forget(Known gone) {
    if (gone.forgotten) {
      return;
    }
    forgotten(gone);
    Known known = newestByName.get(gone.header.name());
    if (known == gone) {
      if (gone.older == null) {
        newestByName.remove(gone.header.name());
      } else {
        newestByName.put(gone.header.name(), gone.older);
      }
      return;
    }
    while (known != null && known.older != gone) {
      known = known.older;
    }
    if (known != null) {
      known.older = gone.older;
    }
  }

  private void forgotten(Known gone) {
    gone.forgotten = true;
    size--;
  }
}
