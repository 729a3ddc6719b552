package io.heddle.agent.weave.match;

import io.heddle.agent.reason.ClassView;
import io.heddle.agent.reason.VisibleClasses;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.GeneratedProxy;
import io.heddle.agent.weave.classes.HeddleLoaders;
import io.heddle.agent.weave.classes.LoadedClasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The classes of this JVM as they are now, for a diagnosis of some milliseconds: it holds classes
 * and loaders strongly. It loads no class, but reads class files from their loaders. Not
 * thread-safe.
 */
public final class JvmClasses implements VisibleClasses {
  /** Maximum number of loaders that are asked for a class that has not loaded. */
  private static final int MOST_LOADERS = 16;

  /** Maximum time in which class files are read for one rule. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

  // JDK 17 makes one for each accessor of reflection: they have no class of the application
  private static final String OF_REFLECTION = "jdk.internal.reflect.DelegatingClassLoader";

  private final LoadedClasses modifiable;
  private final ClassFiles files;
  private final Map<String, Class<?>> loaded = new HashMap<>();
  private final List<ClassLoader> loaders = new ArrayList<>();
  private long deadline;
  private boolean outOfTime;

  /** Looks at the classes that are loaded now. */
  public JvmClasses(LoadedClasses all, ClassFiles files) {
    this.modifiable = all;
    this.files = files;
    addLoader(ClassLoader.getSystemClassLoader());
    for (Class<?> one : all.all()) {
      if (!one.isArray() && !one.isPrimitive() && !isOfHeddle(one)) {
        loaded.putIfAbsent(one.getName(), one);
        addLoader(one.getClassLoader());
      }
    }
  }

  /** Returns true for the classes that Heddle has brought. */
  public static boolean isOfHeddle(Class<?> one) {
    ClassLoader loader = one.getClassLoader();
    return loader == null
        ? one.getName().startsWith("java.heddle.")
        : HeddleLoaders.include(loader) || one.getName().startsWith("io.heddle.premain.");
  }

  private void addLoader(@Nullable ClassLoader loader) {
    if (loader == null || loaders.size() >= MOST_LOADERS) {
      return;
    }
    for (ClassLoader known : loaders) {
      if (known == loader) { // never by equals, which is the application's
        return;
      }
    }
    if (!loader.getClass().getName().equals(OF_REFLECTION)) {
      loaders.add(loader);
    }
  }

  /** Begins the time of the next rule. */
  public void nextRule() {
    deadline = System.nanoTime() + MOST_NANOS;
    outOfTime = false;
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public boolean isOutOfTime() {
    return outOfTime;
  }

  @Override
  public Iterable<String> names() {
    return loaded.keySet();
  }

  @Override
  public @Nullable ClassView view(String name) {
    Class<?> known = loaded.get(name);
    if (known != null) {
      return read(name, known.getClassLoader());
    }
    ClassView found = null;
    for (int i = 0; i < loaders.size() && found == null; i++) {
      found = read(name, loaders.get(i));
    }
    return found;
  }

  private @Nullable ClassView read(String name, @Nullable ClassLoader loader) {
    if (outOfTime || System.nanoTime() - deadline > 0) {
      outOfTime = true;
      return null;
    }
    byte[] bytes = files.read(name, loader);
    try {
      return bytes == null ? null : ClassView.of(bytes);
    } catch (IllegalArgumentException e) {
      return null; // the JVM will say so when it loads the class
    }
  }

  @Override
  public @Nullable String obstacle(String name, boolean named) {
    Class<?> known = loaded.get(name);
    if (known == null) {
      return null;
    }
    if (!named && GeneratedProxy.is(known)) {
      return GeneratedProxy.REASON;
    }
    return modifiable.isModifiable(known) ? null : "the JVM lets no agent change this class";
  }
}
