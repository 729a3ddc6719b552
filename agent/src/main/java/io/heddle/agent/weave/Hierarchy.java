package io.heddle.agent.weave;

import io.heddle.agent.config.TypePattern;
import io.heddle.agent.weave.verify.SuperTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers whether a class that is being loaded extends or implements a type, without loading it or
 * its parents. What is found is kept for each loader, weakly. Thread-safe.
 */
final class Hierarchy {
  private static final Set<String> STAGES =
      Set.of("java.util.concurrent.CompletionStage", "java.util.concurrent.CompletableFuture");
  private static final ClassHeader UNKNOWN = new ClassHeader(null, List.of(), 0, false);

  private final Map<ClassKey.Loader, Map<String, ClassHeader>> byLoader = new ConcurrentHashMap<>();

  /** True if the class itself or any parent matches. */
  boolean isSubtype(TypePattern wanted, String name, byte[] bytes, @Nullable ClassLoader loader) {
    if (wanted.matches(name)) {
      return true;
    }
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    addParents(ClassHeader.read(bytes), open);
    while (!open.isEmpty()) {
      String parent = open.pop();
      if (!seen.add(parent)) {
        continue;
      }
      if (wanted.matches(parent)) {
        return true;
      }
      addParents(header(parent, loader), open);
    }
    return false;
  }

  /** True if a value of this type, by its name, is a stage that completes later. */
  boolean isStage(String name, @Nullable ClassLoader loader) {
    if (STAGES.contains(name) || name.indexOf('.') < 0 || name.startsWith("java.")) {
      return STAGES.contains(name);
    }
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.push(name);
    while (!open.isEmpty()) {
      String type = open.pop();
      if (STAGES.contains(type)) {
        return true;
      }
      if (seen.add(type)) {
        addParents(header(type, loader), open);
      }
    }
    return false;
  }

  /** The superclasses that code of a loader sees. */
  SuperTypes superTypes(@Nullable ClassLoader loader) {
    return internalName -> {
      String name = internalName.replace('/', '.');
      ClassHeader header = header(name, name.startsWith("java.") ? null : loader);
      String parent = header.superName();
      return header.equals(UNKNOWN)
          ? null
          : new SuperTypes.SuperType(
              parent == null ? null : parent.replace('.', '/'), header.isInterface());
    };
  }

  /** The same for a class that is loaded already. */
  static boolean isSubtype(TypePattern wanted, Class<?> type) {
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

  private ClassHeader header(String name, @Nullable ClassLoader loader) {
    Map<String, ClassHeader> known =
        byLoader.computeIfAbsent(new ClassKey.Loader(loader), l -> new ConcurrentHashMap<>());
    ClassHeader header = known.get(name);
    if (header == null) {
      header = find(name, loader);
      known.put(name, header);
    }
    return header;
  }

  /** Forgets what is kept for loaders that are gone. */
  void sweep() {
    byLoader.keySet().removeIf(ClassKey.Loader::isGone);
  }

  private static ClassHeader find(String name, @Nullable ClassLoader loader) {
    String path = name.replace('.', '/') + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(path)
            : loader.getResourceAsStream(path)) {
      return in == null ? UNKNOWN : ClassHeader.read(in.readAllBytes());
    } catch (IOException | IllegalArgumentException e) {
      return UNKNOWN;
    }
  }
}
