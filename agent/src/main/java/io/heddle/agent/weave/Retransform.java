package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.retransform.OriginalClasses;
import io.heddle.agent.weave.retransform.ParallelBatches;
import io.heddle.agent.weave.retransform.RetransformBatches;
import io.heddle.agent.weave.thread.AgentThreadRunner;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Weaves classes that are loaded already. Has no state. */
final class Retransform implements RetransformBatches.Listener {
  // a class file of an application, on average: its real size is known only when it has been woven
  private static final long GUESSED_BYTES = 3 << 10;

  private final Instrumentation instrumentation;
  private final ActiveRules book;
  private final OriginalClasses originals;
  private final WarningSink warnings;
  private final @Nullable Consumer<String> progress;

  /**
   * @param progress receives the progress of {@link #all}, or null
   */
  Retransform(
      Instrumentation instrumentation,
      ActiveRules book,
      OriginalClasses originals,
      WarningSink warnings,
      @Nullable Consumer<String> progress) {
    this.instrumentation = instrumentation;
    this.book = book;
    this.originals = originals;
    this.warnings = warnings;
    this.progress = progress;
  }

  /** Returns a callback that weaves classes by name, on the calling thread. */
  Consumer<List<String>> here() {
    return new Here();
  }

  /**
   * Returns a callback that weaves, on the calling thread, the given classes and those of the JDK
   * that were loaded unseen.
   */
  Consumer<List<String>> swept() {
    return new Swept();
  }

  /**
   * Returns a callback that weaves, on a thread of its own, the given classes and those of the JDK
   * that were loaded unseen.
   */
  Consumer<List<String>> aside(ThreadFactory threads) {
    return new Sweep(threads);
  }

  /** Returns a task that weaves classes by name. */
  Runnable of(List<String> names) {
    return new ByName(names);
  }

  /**
   * Weaves classes by name: those of the JDK, loaded first if necessary, and those of the
   * application that are loaded. Classes that are woven already are left out. All change at once: a
   * pack counts right only where all its classes of the JDK are woven.
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
    if (!found.isEmpty()) {
      new RetransformBatches(instrumentation, this, null).atOnce(found);
    }
  }

  private void addLoaded(Set<String> names, List<Class<?>> into) {
    Set<String> missing = new HashSet<>(names);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (names.contains(loaded.getName())) {
        missing.remove(loaded.getName());
        if (!originals.knows(loaded) && book.mayWeave(loaded)) {
          into.add(loaded);
        }
      }
    }
    for (String name : missing) {
      for (ActiveRule rule : book.named(name)) {
        rule.note(name, "", "this JVM has no such class");
      }
    }
  }

  /** Weaves the classes of the JDK that a rule wants and that no transformer saw. */
  void unseen() {
    List<Class<?>> unseen = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() == null
          && !originals.knows(loaded)
          && !book.isClaimed(loaded)
          && book.mayWeave(loaded)) {
        unseen.add(loaded);
      }
    }
    all(unseen);
  }

  /** Weaves classes of any kind, in batches. */
  void all(List<Class<?>> classes) {
    if (!classes.isEmpty()) {
      new RetransformBatches(instrumentation, this, progress).run(classes);
    }
  }

  /** Weaves classes of any kind, in batches, on up to two threads. */
  void all(List<Class<?>> classes, ThreadFactory threads) {
    if (!classes.isEmpty()) {
      new ParallelBatches(instrumentation, this, progress, threads).run(classes);
    }
  }

  @Override
  public long bytes(Class<?> one) {
    return GUESSED_BYTES;
  }

  @Override
  public void refused(Class<?> one, Throwable why) {
    ClassKey classKey = ClassKey.of(one);
    originals.forget(classKey);
    book.refused(classKey, "the JVM refuses it: " + why);
    warnings.warn("weave", "class " + one.getName() + " is left as it was", why);
  }

  @Override
  public void done(int count) {}

  // no lambdas: all of this runs while classes load

  private final class Here implements Consumer<List<String>> {
    @Override
    public void accept(List<String> names) {
      byName(names);
    }
  }

  private final class Swept implements Consumer<List<String>> {
    @Override
    public void accept(List<String> names) {
      byName(names);
      unseen();
    }
  }

  private final class ByName implements Runnable {
    private final List<String> names;

    ByName(List<String> names) {
      this.names = names;
    }

    @Override
    public void run() {
      byName(names);
    }
  }

  private final class Sweep implements Consumer<List<String>>, Runnable {
    private final ThreadFactory threads;
    private List<String> letThrough = List.of();

    Sweep(ThreadFactory threads) {
      this.threads = threads;
    }

    @Override
    public void accept(List<String> names) {
      letThrough = names;
      AgentThreadRunner.run(this, threads);
    }

    @Override
    public void run() {
      byName(letThrough);
      unseen();
    }
  }
}
