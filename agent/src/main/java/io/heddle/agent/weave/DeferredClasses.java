package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.retransform.OriginalClasses;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the classes that could not be woven when they loaded, because their stack was full or
 * because it took too long, and those that were being loaded at an attach. Thread-safe.
 */
final class DeferredClasses {
  /** Maximum number of names: a thread that overflows all day has the same few. */
  private static final int MOST = 1000;

  private final Instrumentation instrumentation;
  private final ActiveRules book;
  private final OriginalClasses originals;
  private final WarningSink warnings;
  private final Set<String> missed = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Set<Class<?>> tried;
  private volatile boolean again;

  DeferredClasses(
      Instrumentation instrumentation,
      ActiveRules book,
      OriginalClasses originals,
      WarningSink warnings) {
    this.instrumentation = instrumentation;
    this.book = book;
    this.originals = originals;
    this.warnings = warnings;
  }

  /**
   * Notes a class that could not be woven.
   *
   * @param internalName null if the name is unknown: nothing is noted
   */
  void missed(@Nullable String internalName) {
    if (internalName != null && missed.size() < MOST) {
      missed.add(internalName.replace('/', '.'));
    }
  }

  /**
   * Requests another search of the loaded classes: a class that was being loaded when the
   * transformer was installed was neither shown to it nor among the loaded ones.
   *
   * @param all classes that were found loaded, whether a rule means them or not
   * @param wovenToo true: others are woven again even if they were woven, by rules of before
   */
  void lookAgain(Class<?>[] all, boolean wovenToo) {
    again = wovenToo;
    tried = new HashSet<>(Arrays.asList(all));
  }

  /** Weaves the deferred classes. The thread must hold no lock, since class loaders are asked. */
  void weave(Retransform retransform) {
    List<String> names = new ArrayList<>(missed);
    if (!names.isEmpty()) {
      missed.removeAll(names);
      retransform.byName(names);
    }
    Set<Class<?>> before = tried;
    if (before != null) {
      tried = null;
      retransform.all(unseen(before));
    }
  }

  private List<Class<?>> unseen(Set<Class<?>> before) {
    List<Class<?>> unseen = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      boolean woven = originals.knows(loaded);
      if (!before.contains(loaded) && (woven ? again : book.canWeave(loaded, warnings))) {
        unseen.add(loaded);
      }
    }
    return unseen;
  }
}
