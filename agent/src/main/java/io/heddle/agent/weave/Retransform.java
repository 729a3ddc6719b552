package io.heddle.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Weaves classes that are loaded already. Has no state. */
final class Retransform {
  private final Instrumentation instrumentation;
  private final RuleBook book;
  private final Originals originals;
  private final Weaver.Failures failures;

  Retransform(
      Instrumentation instrumentation,
      RuleBook book,
      Originals originals,
      Weaver.Failures failures) {
    this.instrumentation = instrumentation;
    this.book = book;
    this.originals = originals;
    this.failures = failures;
  }

  /**
   * Classes by name: those of the JDK, loaded first where they are not, and those of the
   * application that are loaded. What is woven already is left out.
   */
  void byName(List<String> names) {
    List<Class<?>> found = new ArrayList<>();
    Set<String> elsewhere = new HashSet<>();
    for (String name : names) {
      try {
        Class<?> one = Class.forName(name, false, null);
        if (!originals.knows(one)) {
          found.add(one);
        }
      } catch (ClassNotFoundException | LinkageError e) {
        elsewhere.add(name);
      }
    }
    if (!elsewhere.isEmpty()) {
      addLoaded(elsewhere, found);
    }
    all(found);
  }

  private void addLoaded(Set<String> names, List<Class<?>> into) {
    Set<String> missing = new HashSet<>(names);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (names.contains(loaded.getName())) {
        missing.remove(loaded.getName());
        if (!originals.knows(loaded) && book.mayWeave(loaded, instrumentation)) {
          into.add(loaded);
        }
      }
    }
    for (String name : missing) {
      for (RuleState rule : book.named(name)) {
        rule.note(name, "", "this JVM has no such class");
      }
    }
  }

  /** Classes of the JDK that a rule wants and that no transformer saw. */
  void unseen() {
    List<Class<?>> unseen = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() == null
          && !originals.knows(loaded)
          && book.mayWeave(loaded, instrumentation)) {
        unseen.add(loaded);
      }
    }
    all(unseen);
  }

  void all(List<Class<?>> classes) {
    if (classes.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | LinkageError | InternalError e) {
      oneByOne(classes);
    }
  }

  /** One class that the JVM refuses must not keep the others from being woven. */
  private void oneByOne(List<Class<?>> classes) {
    for (Class<?> one : classes) {
      try {
        instrumentation.retransformClasses(one);
      } catch (UnmodifiableClassException | LinkageError | InternalError e) {
        for (RuleState rule : book.named(one.getName())) {
          rule.failed(one.getName(), "", "the JVM refuses it: " + e);
        }
        failures.failed("class " + one.getName() + " is left as it was", e);
      }
    }
  }
}
