package io.heddle.agent.weave.match;

import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.rule.pattern.NeverWoven;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.AnnotationSearch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The filter in front of Byte Buddy: tells by the name of a class, and by its bytes if a rule asks
 * for an annotation, whether any rule can match. Immutable.
 */
public final class NameFilter {
  private final Set<String> exact = new HashSet<>();
  private final Set<String> exactNames = new HashSet<>();
  private final List<TypePattern> globs = new ArrayList<>();
  private final List<String> annotations = new ArrayList<>();
  private final boolean subtypes;
  private final String[] never;

  /** Creates a filter for these rules. */
  public NameFilter(List<ActiveRule> rules) {
    boolean parents = false;
    for (ActiveRule rule : rules) {
      MethodSelector spec = rule.spec().selector();
      TypePattern type = spec.type();
      if (type == null || spec.subtypes()) {
        parents |= type != null;
        if (rule.annotation() != null) {
          annotations.add(rule.annotation());
        }
      }
      if (type != null) {
        add(type);
      }
    }
    this.subtypes = parents;
    // here: to load their class in the middle of mayMatch would ask mayMatch for that class
    this.never =
        hasExactNamesOnly() ? new String[0] : NeverWoven.beyondGlobs().toArray(new String[0]);
  }

  private boolean hasExactNamesOnly() {
    return globs.isEmpty() && annotations.isEmpty() && !subtypes;
  }

  private void add(TypePattern type) {
    if (type.exact()) {
      exact.add(type.text().replace('.', '/'));
      exactNames.add(type.text());
    } else {
      globs.add(type);
    }
  }

  /** Returns true if a class of this internal name and these bytes may concern a rule. */
  public boolean mayMatch(String internalName, byte[] bytes) {
    if (exact.contains(internalName)) {
      return true;
    }
    if (hasExactNamesOnly()) {
      return false;
    }
    if (isNever(internalName)) {
      return false;
    }
    if (subtypes || matchesGlob(internalName.replace('/', '.'))) {
      return true;
    }
    return !annotations.isEmpty() && mentionsAny(bytes);
  }

  private boolean mentionsAny(byte[] bytes) {
    AnnotationSearch search = new AnnotationSearch(bytes);
    for (String annotation : annotations) {
      if (search.finds(annotation)) {
        return true;
      }
    }
    return false;
  }

  /** Returns true if a loaded class may concern a rule; a retransform looks at its bytes. */
  public boolean mayMatch(Class<?> loaded) {
    boolean broad = subtypes || !annotations.isEmpty();
    boolean narrow = globs.isEmpty() && !broad;
    if (narrow && exactNames.isEmpty()) {
      return false;
    }
    String name = loaded.getName();
    if (narrow || exactNames.contains(name)) {
      return exactNames.contains(name);
    }
    return !isNever(name.replace('.', '/')) && (broad || matchesGlob(name));
  }

  private boolean matchesGlob(String name) {
    for (TypePattern glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNever(String internalName) {
    for (String prefix : never) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
