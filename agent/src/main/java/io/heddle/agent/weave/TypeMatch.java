package io.heddle.agent.weave;

import io.heddle.agent.config.RuleSpec;
import io.heddle.agent.config.TypePattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which rules concern a class, from its name, its parents and its bytes. Thread-safe. */
final class TypeMatch {
  private final Hierarchy hierarchy = new Hierarchy();

  /** The rules that concern a class that is being loaded or woven again; each counts it. */
  List<RuleState> rulesFor(
      List<RuleState> rules, ClassKey classKey, byte[] bytes, @Nullable ClassLoader loader) {
    List<RuleState> matching = matching(rules, classKey.name(), bytes, loader);
    for (RuleState rule : matching) {
      rule.received(classKey);
    }
    return matching;
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Forgets what is kept for loaders that are gone. */
  void sweep() {
    hierarchy.sweep();
  }

  /** The same, uncounted. */
  List<RuleState> matching(
      List<RuleState> rules, String name, byte[] bytes, @Nullable ClassLoader loader) {
    List<RuleState> matching = new ArrayList<>();
    for (RuleState rule : rules) {
      RuleSpec spec = rule.spec();
      if (isExcluded(spec, name) || !mentionsAnnotation(spec, bytes)) {
        continue;
      }
      TypePattern type = spec.type();
      boolean matches =
          type == null
              || type.matches(name)
              || (spec.subtypes() && hierarchy.isSubtype(type, name, bytes, loader));
      if (matches && !isExact(type, name) && GeneratedProxy.is(name, bytes)) {
        rule.noteOnce(name, "", GeneratedProxy.REASON);
      } else if (matches) {
        matching.add(rule);
      }
    }
    return matching;
  }

  /** True if a class that is loaded already may concern a rule. */
  boolean mayConcern(List<RuleState> rules, Class<?> loaded) {
    for (RuleState rule : rules) {
      RuleSpec spec = rule.spec();
      TypePattern type = spec.type();
      boolean matches =
          type == null
              || type.matches(loaded.getName())
              || (spec.subtypes() && Hierarchy.isSubtype(type, loaded));
      if (matches
          && !isExcluded(spec, loaded.getName())
          && (isExact(type, loaded.getName()) || !GeneratedProxy.is(loaded))
          && (spec.annotated() == null || mentionsAnnotation(spec, loaded))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isExact(@Nullable TypePattern type, String name) {
    return type != null && type.exact() && type.text().equals(name);
  }

  private static boolean isExcluded(RuleSpec spec, String name) {
    for (TypePattern pattern : spec.exclude()) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mentionsAnnotation(RuleSpec spec, byte[] bytes) {
    String annotation = spec.annotated();
    return annotation == null
        || ClassHeader.mentions(
            bytes, ("L" + annotation.replace('.', '/') + ";").getBytes(StandardCharsets.UTF_8));
  }

  private static boolean mentionsAnnotation(RuleSpec spec, Class<?> loaded) {
    ClassLoader loader = loaded.getClassLoader();
    if (loader == null) {
      return false; // no class of the JDK bears an annotation of an application
    }
    String path = loaded.getName().replace('.', '/') + ".class";
    try (InputStream in = loader.getResourceAsStream(path)) {
      return in == null || mentionsAnnotation(spec, in.readAllBytes());
    } catch (IOException e) {
      return true; // undecided: weaving it again will tell
    }
  }
}
