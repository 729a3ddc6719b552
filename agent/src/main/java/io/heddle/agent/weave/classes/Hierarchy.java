package io.heddle.agent.weave.classes;

import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.verify.SuperTypes;
import io.heddle.registry.IdentityWeakKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers whether a class that is being loaded extends or implements a type, without loading it or
 * its parents. A parent is looked for in its class file, and where the loader does not give that,
 * among the classes that were seen loading or are loaded. What is found is kept for each loader,
 * weakly. Thread-safe.
 */
public final class Hierarchy {
  private static final Set<String> PRIMITIVES =
      Set.of("void", "boolean", "byte", "char", "double", "float", "int", "long", "short");

  /** Maximum number of parents kept for all loaders; beyond it, all are looked for again. */
  private static final int MOST_KEPT = 16_384;

  private static final int FIRST_SWEEP = 256;

  private final ClassFiles files;
  private final Supplier<Class<?>[]> loadedClasses;
  // guarded by itself, as the three below it
  private final Map<IdentityWeakKey<ClassLoader>, Map<String, ClassHeader>> byLoader =
      new HashMap<>();
  private final Map<ClassHeader, ClassHeader> shared = new HashMap<>();
  private int kept;
  private int sweepAt = FIRST_SWEEP;

  // made with the first parent whose class file is not to be had: most applications have none
  private volatile @Nullable KnownClasses known;

  /**
   * Creates a hierarchy that knows no class yet.
   *
   * @param loadedClasses gives the classes that are loaded in this JVM now
   */
  public Hierarchy(ClassFiles files, Supplier<Class<?>[]> loadedClasses) {
    this.files = files;
    this.loadedClasses = loadedClasses;
  }

  /** Returns the reader that asks class loaders. */
  public ClassFiles files() {
    return files;
  }

  /**
   * The answer whether a class is a subtype of a wanted type.
   *
   * @param isSubtype true if the class itself or any parent matches; a guess if that is not sure
   * @param unsure parents that may change the answer when they load; empty if it is sure
   */
  public record Answer(boolean isSubtype, Set<String> unsure) {
    public static final Answer YES = new Answer(true, Set.of());
    public static final Answer NO = new Answer(false, Set.of());

    /** Returns true if no parent can change the answer. */
    public boolean isSure() {
      return unsure.isEmpty();
    }
  }

  /** Answers whether the class itself or any parent matches. */
  public Answer isSubtype(TypePattern wanted, ClassHeader type, @Nullable ClassLoader loader) {
    return isSubtype(wanted, type, loader, true);
  }

  /**
   * Answers as {@link #isSubtype} does, from what is known and what the JDK's loaders have. Meant
   * for a thread that is loading a class of another loader: this loader may have a lock whose
   * holder waits for the other loader.
   */
  public Answer isSubtypeAsKnown(
      TypePattern wanted, ClassHeader type, @Nullable ClassLoader loader) {
    return isSubtype(wanted, type, loader, false);
  }

  private Answer isSubtype(
      TypePattern wanted, ClassHeader type, @Nullable ClassLoader loader, boolean asks) {
    if (wanted.matches(type.name())) {
      return Answer.YES;
    }
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    Deque<String> elsewhere = new ArrayDeque<>();
    addParents(type, open);
    while (!open.isEmpty()) {
      String parent = open.pop();
      if (!seen.add(parent)) {
        continue;
      }
      if (wanted.matches(parent)) {
        return Answer.YES;
      }
      ClassHeader header = header(parent, loader, asks);
      if (header != null) {
        addParents(header, open);
      } else {
        elsewhere.add(parent);
      }
    }
    // what the JDK's loaders do not find, the JVM will not find either
    if (elsewhere.isEmpty() || loader == null || ClassFiles.isOfJdk(loader)) {
      return Answer.NO;
    }
    if (known == null) {
      makeKnown();
      return isSubtype(wanted, type, loader, asks);
    }
    return guess(wanted, elsewhere, loader, seen, asks);
  }

  /** Guesses by the classes of these names in sibling loaders; without any, it is a subtype. */
  private Answer guess(
      TypePattern wanted,
      Deque<String> parents,
      ClassLoader loader,
      Set<String> seen,
      boolean asks) {
    Set<String> unsure = Set.copyOf(parents);
    boolean found = false;
    Deque<String> open = new ArrayDeque<>();
    while (!parents.isEmpty() && !found) {
      String parent = parents.pop();
      ClassHeader header = header(parent, loader, asks);
      header = header == null ? known().beside(loader, parent, files) : header;
      found = header == null || wanted.matches(parent);
      if (header != null) {
        addParents(header, open);
      }
      while (!open.isEmpty()) {
        String next = open.pop();
        if (seen.add(next)) {
          parents.add(next);
        }
      }
    }
    return new Answer(found, unsure);
  }

  /**
   * Returns what a type extends and implements, as far as the names are outside of the JDK, and the
   * first ones inside; in no order. Empty for an array, a primitive type and a class of the JDK.
   *
   * @param name as of {@link Class#getName()}
   */
  public Set<String> parents(String name, @Nullable ClassLoader loader) {
    if (name.startsWith("java.") || name.startsWith("[") || PRIMITIVES.contains(name)) {
      return Set.of(); // to ask a loader for an array loads the class of its elements
    }
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.push(name);
    while (!open.isEmpty()) {
      String type = open.pop();
      ClassHeader header =
          seen.add(type) && !type.startsWith("java.") ? header(type, loader, true) : null;
      if (header != null) {
        addParents(header, open);
      }
    }
    seen.remove(name);
    return seen;
  }

  /**
   * Returns the superclasses that code of a loader sees, as far as class files tell. For one class
   * that is woven: what is not there is not looked for again. Not thread-safe.
   */
  public SuperTypes superTypes(@Nullable ClassLoader loader) {
    return new SeenSuperTypes(loader);
  }

  /** Returns true if a loaded class or any of its parents, which are all known, matches. */
  public static boolean isSubtype(TypePattern wanted, Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (wanted.matches(c.getName())) {
        return true;
      }
      for (Class<?> parent : c.getInterfaces()) {
        if (isSubtype(wanted, parent)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void addParents(ClassHeader header, Deque<String> open) {
    String parent = header.superName();
    if (parent != null && !parent.equals("java.lang.Object")) {
      open.push(parent);
    }
    for (String type : header.interfaces()) {
      open.push(type);
    }
  }

  /** Notes a class that loads: others that load after it may have it as a parent. */
  public void comesBy(ClassHeader header, @Nullable ClassLoader loader) {
    KnownClasses classes = known;
    if (classes != null && loader != null && !ClassFiles.isOfJdk(loader)) {
      classes.remember(header, loader);
    }
  }

  /** Returns the header of a class, or null if its loader leads to none. */
  private @Nullable ClassHeader header(String name, @Nullable ClassLoader loader, boolean asks) {
    ClassHeader header = kept(name, loader);
    if (header != null) {
      return header;
    }
    header = find(name, loader, asks);
    if (header != null) {
      keep(header, loader);
      return header;
    }
    return loader == null || ClassFiles.isOfJdk(loader) ? null : findAbove(name, loader, asks);
  }

  /** Returns the header that the nearest ancestor loader gives, or null. */
  private @Nullable ClassHeader findAbove(String name, ClassLoader loader, boolean asks) {
    ClassLoader above = loader;
    ClassHeader header;
    do {
      above = files.parent(above);
      header = find(name, above, asks);
    } while (header == null && above != null);
    if (header != null && name.startsWith("java.")) {
      keep(header, loader); // no other: a loader may come to define one of its own
    }
    return header;
  }

  /** Returns the header that the loader itself gives or of the class that it defined, or null. */
  private @Nullable ClassHeader find(String name, @Nullable ClassLoader loader, boolean asks) {
    KnownClasses classes = known;
    ClassHeader own = classes == null ? null : classes.definedBy(loader, name);
    if (own != null) {
      return own;
    }
    boolean ofJdk = loader == null || ClassFiles.isOfJdk(loader);
    byte[] bytes = asks || ofJdk ? files.read(name, loader) : null;
    if (bytes != null) {
      return ClassHeader.read(bytes);
    }
    if (ofJdk && files.lacks(name, loader)) {
      // without a class file it is there already, or nowhere: asking loads nothing
      Class<?> made = files.find(name, loader);
      return made == null ? null : ClassHeader.of(made);
    }
    return null;
  }

  private KnownClasses known() {
    KnownClasses classes = known;
    return classes == null ? makeKnown() : classes;
  }

  private synchronized KnownClasses makeKnown() {
    KnownClasses classes = known;
    if (classes == null) {
      classes = new KnownClasses();
      // first: what loads while the loaded ones are looked through is remembered too
      known = classes;
      for (Class<?> loaded : loadedClasses.get()) {
        ClassLoader loader = loaded.getClassLoader();
        if (loader != null
            && !loaded.isArray()
            && !ClassFiles.isOfJdk(loader)
            && !HeddleLoaders.include(loader)) {
          classes.remember(ClassHeader.of(loaded), loader);
        }
      }
    }
    return classes;
  }

  private @Nullable ClassHeader kept(String name, @Nullable ClassLoader loader) {
    synchronized (byLoader) {
      Map<String, ClassHeader> ofLoader = byLoader.get(new IdentityWeakKey<>(loader));
      return ofLoader == null ? null : ofLoader.get(name);
    }
  }

  private void keep(ClassHeader header, @Nullable ClassLoader loader) {
    synchronized (byLoader) {
      if (++kept > MOST_KEPT) {
        byLoader.clear();
        kept = 1;
      }
      if (kept == 1 || shared.size() > MOST_KEPT) {
        shared.clear();
      }
      if (byLoader.size() >= sweepAt) {
        sweepKept();
        sweepAt = Math.max(FIRST_SWEEP, 2 * byLoader.size());
      }
      // a thousand script loaders have the same few parents
      ClassHeader before = shared.putIfAbsent(header, header);
      ClassHeader one = before == null ? header : before;
      IdentityWeakKey<ClassLoader> key = new IdentityWeakKey<>(loader);
      Map<String, ClassHeader> ofLoader = byLoader.get(key);
      if (ofLoader == null) {
        ofLoader = new HashMap<>(4);
        byLoader.put(key, ofLoader);
      }
      ofLoader.put(one.name(), one);
    }
  }

  // no method references here and in KnownClasses: this runs while a class loads
  private void sweepKept() {
    int left = 0;
    Iterator<Map.Entry<IdentityWeakKey<ClassLoader>, Map<String, ClassHeader>>> all =
        byLoader.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<IdentityWeakKey<ClassLoader>, Map<String, ClassHeader>> ofLoader = all.next();
      if (ofLoader.getKey().isGone()) {
        all.remove();
      } else {
        left += ofLoader.getValue().size();
      }
    }
    kept = left;
  }

  /** Forgets what is kept for loaders that are gone. */
  public void sweep() {
    synchronized (byLoader) {
      sweepKept();
    }
    KnownClasses classes = known;
    if (classes != null) {
      classes.sweep();
    }
  }

  private final class SeenSuperTypes implements SuperTypes {
    private final @Nullable ClassLoader loader;
    private final Set<String> absent = new HashSet<>();

    SeenSuperTypes(@Nullable ClassLoader loader) {
      this.loader = loader;
    }

    @Override
    public SuperTypes.@Nullable SuperType of(String internalName) {
      if (absent.contains(internalName)) {
        return null;
      }
      String name = internalName.replace('/', '.');
      ClassHeader header = header(name, name.startsWith("java.") ? null : loader, true);
      if (header == null) {
        absent.add(internalName);
        return null;
      }
      String parent = header.superName();
      return new SuperTypes.SuperType(
          parent == null ? null : parent.replace('.', '/'), header.isInterface());
    }
  }
}
