package io.heddle.agent.weave.match;

import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.AnnotationSearch;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.GeneratedProxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class that is loaded, with what rules ask of it, each found once however many rules ask: an
 * attach asks every class of the application. Not thread-safe.
 */
final class LoadedClass {
  private final Class<?> type;
  private final ClassFiles files;
  private final String name;
  private @Nullable List<String> parents;
  private @Nullable Boolean standsIn;
  private boolean fileRead;
  private @Nullable AnnotationSearch file;

  LoadedClass(Class<?> type, ClassFiles files) {
    this.type = type;
    this.files = files;
    this.name = type.getName();
  }

  String name() {
    return name;
  }

  /** Returns true if the class itself or any parent, which are all known, matches. */
  boolean isSubtype(TypePattern wanted) {
    if (wanted.matches(name)) {
      return true;
    }
    List<String> known = parents;
    if (known == null) {
      known = new ArrayList<>();
      addParents(type, known);
      parents = known;
    }
    for (String parent : known) {
      if (wanted.matches(parent)) {
        return true;
      }
    }
    return false;
  }

  private static void addParents(Class<?> type, List<String> names) {
    Class<?> superclass = type.getSuperclass();
    if (superclass != null) {
      names.add(superclass.getName());
      addParents(superclass, names);
    }
    for (Class<?> parent : type.getInterfaces()) {
      names.add(parent.getName());
      addParents(parent, names);
    }
  }

  /** Returns true if the class was generated to stand in for another. */
  boolean standsIn() {
    Boolean known = standsIn;
    if (known == null) {
      known = GeneratedProxy.is(type);
      standsIn = known;
    }
    return known;
  }

  /**
   * Returns true if the class may bear an annotation, also if its file is not to be had: weaving it
   * again will tell. No class of the JDK bears an annotation of an application.
   *
   * @param descriptor of {@link AnnotationSearch#descriptor}
   */
  boolean mayMention(String descriptor) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return false;
    }
    if (!fileRead) {
      fileRead = true;
      byte[] bytes = files.read(name, loader);
      file = bytes == null ? null : new AnnotationSearch(bytes);
    }
    return file == null || file.finds(descriptor);
  }
}
