package io.heddle.agent.weave;

import io.heddle.agent.config.PackSpec;
import io.heddle.agent.config.RuleSpec;
import io.heddle.agent.config.TypePattern;
import io.heddle.exporter.RuleReport;
import io.heddle.probe.Door;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The transformer. Sees every class that loads, lets almost all of them pass by name, and loads
 * Byte Buddy when the first one turns up that a rule can match.
 *
 * <p>Locks: an application class waits while another thread makes the engine, which needs nothing
 * of the application. A class of the JDK never waits: the engine may need that very class. It is
 * let through and woven as soon as the engine stands.
 */
public final class Weaver implements ClassFileTransformer {
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private final Instrumentation instrumentation;
  private final Callable<Engine> engineFactory;
  private final Packs packs;
  private final int labelLength;
  private final Originals originals = new Originals();
  private final TypeMatch typeMatch = new TypeMatch();
  private final ThreadFactory threads;
  private final Failures failures;

  private final Object lock = new Object();
  // guarded by lock, published by the volatile fields below
  private final Map<String, List<String>> asleep;
  private final List<String> missed = new ArrayList<>();
  private @Nullable Thread making;

  private volatile List<RuleState> rules = List.of();
  private volatile NameFilter filter;
  private volatile Map<String, String> exactWakes = Map.of();
  private volatile Map<TypePattern, String> globWakes = Map.of();
  private volatile @Nullable Engine engine;

  /** Hears of whatever went wrong and was not a rule's fault. */
  public interface Failures {
    /** Counts and logs it. */
    void failed(String what, Throwable why);
  }

  Weaver(
      Instrumentation instrumentation,
      Callable<Engine> engineFactory,
      Packs packs,
      List<RuleSpec> userRules,
      int labelLength,
      ThreadFactory threads,
      Failures failures) {
    this.instrumentation = instrumentation;
    this.engineFactory = engineFactory;
    this.packs = packs;
    this.labelLength = labelLength;
    this.threads = threads;
    this.failures = failures;
    this.asleep = new LinkedHashMap<>(packs.wakes());
    addRules(userRules);
    this.filter = new NameFilter(rules);
    indexWakes();
  }

  private void addRules(List<RuleSpec> specs) {
    List<RuleState> grown = new ArrayList<>(rules);
    for (RuleSpec spec : specs) {
      grown.add(new RuleState(spec, grown.size(), labelLength));
    }
    rules = List.copyOf(grown);
  }

  private void indexWakes() {
    Map<String, String> exact = new HashMap<>();
    Map<TypePattern, String> globs = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : asleep.entrySet()) {
      for (String name : entry.getValue()) {
        if (name.indexOf('*') < 0) {
          exact.put(name.replace('.', '/'), entry.getKey());
        } else {
          globs.put(TypePattern.parse(name), entry.getKey());
        }
      }
    }
    exactWakes = exact;
    globWakes = globs;
  }

  /** Installs the transformer and weaves what is loaded already. */
  public void start() {
    instrumentation.addTransformer(this, true);
    List<Class<?>> wanted = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String file = wakes(loaded.getName().replace('.', '/'));
      if (file != null) {
        wake(file, null);
      }
      if (mayWeave(loaded)) {
        wanted.add(loaded);
      }
    }
    if (!wanted.isEmpty()) {
      readyEngine();
    }
    retransform(wanted);
  }

  /**
   * Makes the engine outside of any class load, where the classes that it needs are seen to load.
   */
  private void readyEngine() {
    try {
      makeEngine(null);
    } catch (Exception e) {
      failures.failed("the weaving engine could not start: " + e.getMessage(), e);
    }
  }

  // ---- classes that load ---------------------------------------------------------------------

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (className == null) {
      return null;
    }
    String pack = wakes(className);
    if (pack == null && !filter.mayMatch(className, bytes)) {
      return null;
    }
    if (loader == Weaver.class.getClassLoader()) {
      return null;
    }
    boolean hushed = Door.hush();
    String name = className.replace('/', '.');
    try {
      if (pack != null) {
        wake(pack, name);
      }
      return weave(name, loader, bytes);
    } catch (Throwable e) {
      fail(name, bytes, loader, e);
      return null;
    } finally {
      Door.speak(hushed);
    }
  }

  private byte @Nullable [] weave(String name, @Nullable ClassLoader loader, byte[] bytes)
      throws Exception {
    List<RuleState> matching = typeMatch.rulesFor(rules, name, bytes, loader);
    if (matching.isEmpty()) {
      return null;
    }
    String hidden = BootReach.problem(loader);
    if (hidden != null) {
      for (RuleState rule : matching) {
        rule.failed(name, "", hidden);
      }
      return null;
    }
    Engine ready = engineFor(name, loader);
    if (ready == null) {
      return null;
    }
    byte[] woven = ready.weave(name, bytes, loader, matching);
    if (woven != null) {
      originals.remember(Engine.classKey(name, loader), name, bytes);
    }
    return woven;
  }

  private @Nullable Engine engineFor(String name, @Nullable ClassLoader loader) throws Exception {
    Engine ready = engine;
    return ready != null ? ready : makeEngine(loader == null ? name : null);
  }

  /**
   * Makes the engine, or waits for the thread that does.
   *
   * @param jdkClass a class that must not wait: it is noted and null is returned; or null
   */
  private @Nullable Engine makeEngine(@Nullable String jdkClass) throws Exception {
    synchronized (missed) {
      while (making != null && engine == null) {
        if (making == Thread.currentThread() || jdkClass != null) {
          if (jdkClass != null) {
            missed.add(jdkClass);
          }
          return null;
        }
        missed.wait();
      }
      if (engine != null) {
        return engine;
      }
      making = Thread.currentThread();
    }
    Engine made = null;
    List<String> later;
    try {
      made = engineFactory.call();
    } finally {
      synchronized (missed) {
        engine = made;
        making = null;
        later = List.copyOf(missed);
        missed.clear();
        missed.notifyAll();
      }
    }
    aside(new Sweep(later));
    return made;
  }

  /**
   * Runs a task on a thread of Heddle's and waits for it. Inside a transformation the JVM passes no
   * class that the same thread loads or weaves to a transformer, so these must be woven elsewhere.
   * The wait is bounded: whoever waits may hold the lock of a loader.
   */
  private void aside(Runnable task) {
    Thread thread = threads.newThread(task);
    thread.start();
    try {
      thread.join(LONGEST_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Weaves the classes of the JDK that were loaded unseen while the engine was made. */
  private final class Sweep implements Runnable {
    private final List<String> noted;

    Sweep(List<String> noted) {
      this.noted = noted;
    }

    @Override
    public void run() {
      retransformByName(noted);
      List<Class<?>> unseen = new ArrayList<>();
      for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
        if (loaded.getClassLoader() == null && !originals.knows(loaded) && mayWeave(loaded)) {
          unseen.add(loaded);
        }
      }
      retransform(unseen);
    }
  }

  /** Weaves classes of the JDK by name. */
  private final class ByName implements Runnable {
    private final List<String> names;

    ByName(List<String> names) {
      this.names = names;
    }

    @Override
    public void run() {
      retransformByName(names);
    }
  }

  private void fail(String name, byte[] bytes, @Nullable ClassLoader loader, Throwable error) {
    String reason = Reasons.of(error, bytes);
    List<RuleState> concerned;
    try {
      concerned = typeMatch.matching(rules, name, bytes, loader);
    } catch (RuntimeException e) {
      concerned = List.of();
    }
    for (RuleState rule : concerned) {
      rule.forget(Engine.classKey(name, loader));
      rule.failed(name, "", reason);
    }
    failures.failed("class " + name + " is left as it was: " + reason, error);
  }

  // ---- packs ---------------------------------------------------------------------------------

  private @Nullable String wakes(String internalName) {
    String file = exactWakes.get(internalName);
    if (file == null && !globWakes.isEmpty()) {
      String name = internalName.replace('/', '.');
      for (Map.Entry<TypePattern, String> wake : globWakes.entrySet()) {
        if (wake.getKey().matches(name)) {
          return wake.getValue();
        }
      }
    }
    return file;
  }

  /**
   * Wakes a pack: its rules join, and the classes of its rules that are loaded are woven. For a
   * pack with a trigger all its classes are loaded first, in this thread and before the trigger's
   * own load returns: loaded later, inside each other's transformation, they would be skipped.
   *
   * @param loading the class whose load wakes it, woven by the caller; null if none is being loaded
   */
  private void wake(String file, @Nullable String loading) {
    try {
      PackSpec pack;
      synchronized (lock) {
        if (asleep.remove(file) == null) {
          return;
        }
        indexWakes();
        pack = packs.load(file);
        addRules(pack.rules());
        filter = new NameFilter(rules);
      }
      if (pack.trigger() == null) {
        return;
      }
      makeEngine(null);
      List<String> others = new ArrayList<>();
      for (RuleSpec rule : pack.rules()) {
        TypePattern type = rule.type();
        if (type != null && !type.text().equals(loading) && !others.contains(type.text())) {
          others.add(type.text());
        }
      }
      if (loading == null) {
        retransformByName(others);
      } else {
        aside(new ByName(others));
      }
    } catch (Exception e) {
      failures.failed("pack " + file + " could not start: " + e.getMessage(), e);
    }
  }

  // ---- classes that are loaded ---------------------------------------------------------------

  private boolean mayWeave(Class<?> loaded) {
    return filter.mayMatch(loaded)
        && loaded.getClassLoader() != Weaver.class.getClassLoader()
        && !loaded.isArray()
        && typeMatch.mayConcern(rules, loaded)
        && instrumentation.isModifiableClass(loaded);
  }

  private void retransformByName(List<String> names) {
    List<Class<?>> found = new ArrayList<>();
    for (String name : names) {
      try {
        found.add(Class.forName(name, false, null));
      } catch (ClassNotFoundException | LinkageError e) {
        noteMissing(name);
      }
    }
    retransform(found);
  }

  private void noteMissing(String name) {
    for (RuleState rule : rules) {
      TypePattern type = rule.spec().type();
      if (type != null && type.text().equals(name)) {
        rule.note(name, "", "this JVM has no such class");
      }
    }
  }

  private void retransform(List<Class<?>> classes) {
    if (classes.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | LinkageError | InternalError e) {
      retransformOneByOne(classes);
    }
  }

  /** One class that the JVM refuses must not keep the others from being woven. */
  private void retransformOneByOne(List<Class<?>> classes) {
    for (Class<?> one : classes) {
      try {
        instrumentation.retransformClasses(one);
      } catch (UnmodifiableClassException | LinkageError | InternalError e) {
        for (RuleState rule : rules) {
          TypePattern type = rule.spec().type();
          if (type == null || type.matches(one.getName())) {
            rule.failed(one.getName(), "", "the JVM refuses it: " + e);
          }
        }
        failures.failed("class " + one.getName() + " is left as it was", e);
      }
    }
  }

  /**
   * Takes everything out again.
   *
   * @return what was verified
   */
  public Originals.Verdict stop() {
    instrumentation.removeTransformer(this);
    return originals.restore(instrumentation);
  }

  // ---- reports -------------------------------------------------------------------------------

  /** Every rule and every pack that woke. */
  public List<RuleReport> reports() {
    List<RuleReport> reports = new ArrayList<>();
    for (RuleState rule : rules) {
      reports.add(rule.report());
    }
    return reports;
  }

  /** Woven methods by rule, rules without any left out. */
  public Map<String, Long> wovenMethods() {
    Map<String, Long> byRule = new LinkedHashMap<>();
    for (RuleState rule : rules) {
      long count = rule.wovenMethods();
      if (count > 0) {
        byRule.put(rule.spec().id(), count);
      }
    }
    return byRule;
  }

  /**
   * Opens a weaver.
   *
   * @param chosenPacks names of packs, or null for all
   * @param threads daemon threads that are not measured
   */
  public static Weaver create(
      Instrumentation instrumentation,
      Callable<Object> engineFactory,
      @Nullable List<String> chosenPacks,
      List<RuleSpec> userRules,
      int labelLength,
      ThreadFactory threads,
      Failures failures)
      throws IOException {
    Packs packs = new Packs(Weaver.class.getClassLoader(), chosenPacks);
    Callable<Engine> factory = () -> (Engine) engineFactory.call();
    return new Weaver(instrumentation, factory, packs, userRules, labelLength, threads, failures);
  }
}
