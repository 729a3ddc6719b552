package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.AnnotationSearch;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassHeader;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.GeneratedProxy;
import io.heddle.agent.weave.classes.Hierarchy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides which rules concern a class, from its name, its parents and its bytes. Thread-safe. */
public final class TypeMatcher {
  private final ClassFiles files = new ClassFiles();
  private final Hierarchy hierarchy;
  private final UndecidedClasses undecided;

  /**
   * Creates a matcher that knows no class yet.
   *
   * @param loadedClasses gives the classes that are loaded in this JVM now
   */
  public TypeMatcher(Supplier<Class<?>[]> loadedClasses) {
    this.hierarchy = new Hierarchy(files, loadedClasses);
    this.undecided = new UndecidedClasses(hierarchy);
  }

  /**
   * The rules that concern a class.
   *
   * @param rules in their order, the undecided ones included
   * @param undecided rules among them for which only parents of the class will tell
   * @param unsure these parents
   * @param header null unless there are undecided rules
   */
  public record Match(
      List<ActiveRule> rules,
      List<ActiveRule> undecided,
      Set<String> unsure,
      @Nullable ClassHeader header) {
    /** Returns the match of one rule that means the class. */
    public static Match of(ActiveRule rule) {
      return new Match(List.of(rule), List.of(), Set.of(), null);
    }
  }

  /**
   * Returns the rules that concern a class that is being loaded or woven again, and counts the
   * class in each.
   *
   * @param redefined the class itself if it is loaded already
   */
  public Match rulesFor(
      List<ActiveRule> rules,
      ClassKey classKey,
      byte[] bytes,
      @Nullable ClassLoader loader,
      @Nullable Class<?> redefined) {
    Match match = match(rules, classKey.name(), bytes, loader, redefined);
    for (ActiveRule rule : match.rules()) {
      rule.received(classKey);
    }
    return match;
  }

  /** Notes the undecided rules of a woven class, decided as soon as its parents are known. */
  public void settle(ClassKey classKey, Match match) {
    ClassHeader header = match.header();
    if (header != null && !match.undecided().isEmpty()) {
      undecided.add(classKey, header, match);
    }
  }

  /** Returns true if there are classes of which it is not known whether a rule means them. */
  public boolean isUndecided() {
    return !undecided.isEmpty();
  }

  /** Decides the undecided classes by the classes that are loaded. */
  public void settle(Class<?>[] loaded) {
    undecided.settle(loaded);
  }

  /** Returns what is known of the parents of classes. */
  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Forgets what is kept for loaders that are gone. */
  public void sweep() {
    hierarchy.sweep();
    files.sweep();
  }

  /** Returns the reader that asks class loaders of the application. */
  public ClassFiles files() {
    return files;
  }

  /** Returns the rules that concern a class, uncounted. */
  public Match match(
      List<ActiveRule> rules,
      String name,
      byte[] bytes,
      @Nullable ClassLoader loader,
      @Nullable Class<?> redefined) {
    ClassHeader header = redefined == null && asksForParents(rules) ? comesBy(bytes, loader) : null;
    List<ActiveRule> matching = new ArrayList<>();
    List<ActiveRule> open = new ArrayList<>();
    Set<String> unsure = new HashSet<>();
    // both made when the first rule asks
    @Nullable Boolean standsIn = null;
    @Nullable AnnotationSearch annotations = null;
    for (ActiveRule rule : rules) {
      RuleSpec spec = rule.spec();
      if (isExcluded(spec, name)) {
        continue;
      }
      String annotation = rule.annotation();
      if (annotation != null) {
        annotations = annotations == null ? new AnnotationSearch(bytes) : annotations;
        if (!annotations.finds(annotation)) {
          continue;
        }
      }
      TypePattern type = spec.selector().type();
      Hierarchy.Answer answer = means(spec, name, header, loader, redefined);
      if (!answer.isSubtype() && answer.isSure()) {
        continue;
      }
      if (!isExact(type, name)) {
        standsIn = standsIn == null ? GeneratedProxy.is(name, bytes) : standsIn;
        if (standsIn) {
          rule.reasons().noteOnce(name, "", GeneratedProxy.REASON);
          continue;
        }
      }
      matching.add(rule);
      if (!answer.isSure()) {
        open.add(rule);
        unsure.addAll(answer.unsure());
      }
    }
    return new Match(matching, open, unsure, open.isEmpty() ? null : header);
  }

  private Hierarchy.Answer means(
      RuleSpec spec,
      String name,
      @Nullable ClassHeader header,
      @Nullable ClassLoader loader,
      @Nullable Class<?> redefined) {
    TypePattern type = spec.selector().type();
    if (type == null || type.matches(name)) {
      return Hierarchy.Answer.YES;
    }
    if (!spec.selector().subtypes()) {
      return Hierarchy.Answer.NO;
    }
    if (redefined != null) {
      return Hierarchy.isSubtype(type, redefined) ? Hierarchy.Answer.YES : Hierarchy.Answer.NO;
    }
    return header == null ? Hierarchy.Answer.NO : hierarchy.isSubtype(type, header, loader);
  }

  private static boolean asksForParents(List<ActiveRule> rules) {
    for (ActiveRule rule : rules) {
      if (rule.spec().selector().subtypes()) {
        return true;
      }
    }
    return false;
  }

  private ClassHeader comesBy(byte[] bytes, @Nullable ClassLoader loader) {
    ClassHeader header = ClassHeader.read(bytes);
    hierarchy.comesBy(header, loader);
    undecided.comesBy(header.name());
    return header;
  }

  /** Returns true if a class that is loaded already may concern a rule. */
  public boolean mayConcern(List<ActiveRule> rules, Class<?> loaded) {
    LoadedClass type = new LoadedClass(loaded, files);
    for (ActiveRule rule : rules) {
      if (mayMean(rule, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayMean(ActiveRule rule, LoadedClass loaded) {
    RuleSpec spec = rule.spec();
    TypePattern type = spec.selector().type();
    boolean subtypes = spec.selector().subtypes();
    if (type != null && !(subtypes ? loaded.isSubtype(type) : type.matches(loaded.name()))) {
      return false;
    }
    String annotation = rule.annotation();
    return !isExcluded(spec, loaded.name())
        && (isExact(type, loaded.name()) || !loaded.standsIn())
        && (annotation == null || loaded.mayMention(annotation));
  }

  private static boolean isExact(@Nullable TypePattern type, String name) {
    return type != null && type.exact() && type.text().equals(name);
  }

  private static boolean isExcluded(RuleSpec spec, String name) {
    for (TypePattern pattern : spec.selector().exclude()) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
