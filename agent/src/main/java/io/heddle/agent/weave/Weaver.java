package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.SleepingPacks;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.asm.AsmAdapterWeaver;
import io.heddle.agent.weave.classes.BootVisibility;
import io.heddle.agent.weave.classes.ClassHeader;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.ContendedClasses;
import io.heddle.agent.weave.classes.HeddleLoaders;
import io.heddle.agent.weave.classes.JBossModules;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.RuleFigures;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.agent.weave.retransform.OriginalClasses;
import io.heddle.agent.weave.retransform.RuleChange;
import io.heddle.agent.weave.thread.AgentThreadRunner;
import io.heddle.agent.weave.thread.StackHeadroom;
import io.heddle.exporter.report.RuleReport;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.jdk.SecurityManagers;
import io.heddle.registry.Suppression;
import io.heddle.registry.time.AgentWork;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The class file transformer: sees every class that loads, lets almost all of them pass by name,
 * and loads Byte Buddy for the first class that a rule can match.
 */
public final class Weaver implements ClassFileTransformer {
  private final Instrumentation instrumentation;
  private final LazyClassWeaver engine;
  private final Supplier<Object> adapterWeaver;
  private final ActiveRules book;
  private final OriginalClasses originals = new OriginalClasses();
  private final ThreadFactory threads;
  private final WarningSink warnings;
  private final DeferredClasses late;
  private final JBossModules jboss = new JBossModules();
  private final FutureWeaving futures;
  private volatile @Nullable RuleExchange exchange;
  private volatile boolean managed;

  private Weaver(
      Instrumentation instrumentation,
      LazyClassWeaver engine,
      Supplier<Object> adapterWeaver,
      ActiveRules book,
      ThreadFactory threads,
      WarningSink warnings) {
    this.instrumentation = instrumentation;
    this.engine = engine;
    this.adapterWeaver = adapterWeaver;
    this.book = book;
    this.threads = threads;
    this.warnings = warnings;
    this.late = new DeferredClasses(instrumentation, book, originals, warnings);
    this.futures = new FutureWeaving(book, threads, warnings);
  }

  /**
   * Creates a weaver, which does nothing before {@link #start}.
   *
   * @param engineFactory creates the class weaver, see {@link ClassWeaverFactory}
   * @param adapterWeaver gives the weaver of {@link ClassWeaverFactory#adapterWeaver}
   * @param chosenPacks names of packs, or null for all
   * @param maxMethods maximum number of methods that are woven at a time
   * @param threads creates daemon threads that are not measured
   */
  public static Weaver create(
      Instrumentation instrumentation,
      Callable<Object> engineFactory,
      Supplier<Object> adapterWeaver,
      PackFiles packFiles,
      @Nullable List<String> chosenPacks,
      List<RuleSpec> userRules,
      int labelLength,
      int maxMethods,
      ThreadFactory threads,
      WarningSink warnings)
      throws IOException {
    SleepingPacks packs = new SleepingPacks(packFiles, chosenPacks);
    LazyClassWeaver engine = new LazyClassWeaver(engineFactory);
    ActiveRules book = ActiveRules.of(instrumentation, packs, userRules, labelLength, maxMethods);
    return new Weaver(instrumentation, engine, adapterWeaver, book, threads, warnings);
  }

  /**
   * Installs the transformer and weaves what is loaded already.
   *
   * @param progress receives the progress, "300 of 2000 classes", or null
   */
  public void start(@Nullable Consumer<String> progress) {
    ContendedClasses.load();
    instrumentation.addTransformer(this, true);
    Class<?>[] all = instrumentation.getAllLoadedClasses();
    for (Class<?> loaded : all) {
      String file = loaded.isArray() ? null : book.wakes(loaded);
      if (file != null) {
        wake(file, null);
      }
    }
    // after all packs that will: a class may concern one that another class wakes
    LoadedClassScan scan = new LoadedClassScan(all, book, warnings);
    List<Class<?>> wanted = progress == null ? scan.chosen() : scan.chosen(threads);
    if (progress != null) {
      late.lookAgain(all, false);
    }
    if (wanted.isEmpty()) {
      return;
    }
    try {
      // outside of any class load, where the classes that the engine needs are seen to load
      // on this thread, and not by a sweep: that would weave all of them a first time, aside
      engine.get(null, true, retransform().here());
      new Retransform(instrumentation, book, originals, warnings, progress).all(wanted, threads);
    } catch (Exception e) {
      warnings.warn("weave", "the weaving engine could not start: " + e.getMessage(), e);
    }
  }

  /**
   * Exchanges the rules of the user, all or none, and weaves the classes that this concerns. Called
   * by one thread at a time.
   *
   * @throws Exception if the class weaver cannot be made; nothing has changed then
   */
  public RuleChange exchange(List<RuleSpec> wanted) throws Exception {
    if (!wanted.isEmpty()) {
      engine.get(null, true, retransform().here());
    }
    RuleExchange present = new RuleExchange(instrumentation, book, originals, warnings);
    exchange = present;
    try {
      return present.run(wanted);
    } finally {
      exchange = null;
      late.lookAgain(present.seen(), true);
    }
  }

  /** Starts a thread that creates the class weaver, before a class waits for it. */
  public void prepare() {
    engine.prepare(threads, retransform().swept(), warnings);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (isManaged()) {
      return null;
    }
    long begin = System.nanoTime();
    // from here on: the filter itself uses classes that rules may weave
    Suppression suppression = ProbeBridge.suppress();
    String name = className;
    byte[] woven = null;
    try {
      name = name == null ? ClassHeader.givenName(bytes) : name;
      woven = name == null ? null : pass(name, loader, redefined, bytes);
      AgentWork.worked(begin); // the runs around this load did not take so long
      return woven;
    } catch (StackOverflowError e) {
      if (woven == null) {
        late.missed(name);
      }
      return woven; // with no room to note how long that took
    } catch (Throwable e) {
      WeaveFailure.warn(warnings, String.valueOf(name), e);
      return null;
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /**
   * Returns true from the first class on that loads under a security manager. All that Heddle did
   * on threads of the application would be judged as if the application did it: so nothing is woven
   * or counted any more. Asked first, since the manager checks permissions in the middle of loading
   * the class of a permission.
   */
  public boolean isManaged() {
    if (managed || !SecurityManagers.isInPlace()) {
      return managed;
    }
    managed = true;
    ProbeBridge.close();
    return true;
  }

  private byte @Nullable [] pass(
      String className, @Nullable ClassLoader loader, @Nullable Class<?> redefined, byte[] bytes) {
    if (className.equals(JBossModules.READER) && redefined == null) {
      jboss.reads();
    }
    String pack = book.wakes(className, bytes, loader);
    if (pack == null && !book.mayMatch(className, bytes)) {
      return null;
    }
    if (HeddleLoaders.include(loader)) {
      return null;
    }
    Weave weave = new Weave(className.replace('/', '.'), loader, redefined, bytes, pack);
    if (StackHeadroom.isEnough()) {
      weave.run();
    } else if (!StackHeadroom.isEnoughToAsk()) {
      late.missed(className);
    } else {
      weave.askLoader(); // here: this thread may hold its lock
      if (!AgentThreadRunner.run(weave, threads)) {
        late.missed(className);
      }
    }
    return weave.result();
  }

  /** Weaves one class, on this thread or on one of the agent. */
  private final class Weave implements Runnable {
    final String name;
    private final @Nullable ClassLoader loader;
    private final @Nullable Class<?> redefined;
    private final byte[] bytes;
    private final @Nullable String pack;
    private boolean asked;
    private @Nullable String hidden;
    // guarded by this
    private byte @Nullable [] woven;
    private boolean tooLate;

    Weave(
        String name,
        @Nullable ClassLoader loader,
        @Nullable Class<?> redefined,
        byte[] bytes,
        @Nullable String pack) {
      this.name = name;
      this.loader = loader;
      this.redefined = redefined;
      this.bytes = bytes;
      this.pack = pack;
    }

    @Override
    public void run() {
      try {
        if (pack != null) {
          wake(pack, name);
        }
        weave();
      } catch (Throwable e) {
        fail(name, bytes, loader, redefined, e);
      }
    }

    /** Asks the loader whether woven code would find Heddle through it. */
    void askLoader() {
      hidden = BootVisibility.problem(book.classFiles(), loader);
      asked = true;
    }

    /** Returns the woven bytes; a result that is not ready by now comes too late. */
    synchronized byte @Nullable [] result() {
      tooLate = true;
      return woven;
    }

    private void weave() throws Exception {
      ClassKey classKey = ClassKey.of(name, loader);
      TypeMatcher.Match match = book.receive(classKey, bytes, loader, redefined);
      List<ActiveRule> matching = match.rules();
      if (matching.isEmpty()) {
        return;
      }
      if (!asked) {
        askLoader();
      }
      if (hidden != null) {
        for (ActiveRule rule : matching) {
          rule.failed(name, "", hidden);
        }
        return;
      }
      byte[] result = null;
      if (loader == null && RuleFigures.arePlainAdapters(matching)) {
        result = ((AsmAdapterWeaver) adapterWeaver.get()).weave(classKey, bytes, matching);
      }
      if (result == null) {
        ClassWeaver ready = engine.get(name, loader != null, retransform().aside(threads));
        if (ready == null) {
          return;
        }
        result = ready.weave(classKey, bytes, loader, match, book.hierarchy());
        futures.follow(ready, retransform());
      }
      if (result != null && !publish(result, classKey)) {
        for (ActiveRule rule : matching) {
          rule.forget(classKey);
        }
        return;
      }
      book.settle(classKey, match);
      if (book.isSweepDue()) {
        sweep();
      }
    }

    /** Returns false if the class stays as it was: it has loaded by now, or a detach has begun. */
    private synchronized boolean publish(byte[] result, ClassKey classKey) {
      if (tooLate || !originals.remember(classKey, bytes)) {
        return false;
      }
      woven = result;
      return true;
    }
  }

  private void fail(
      String name,
      byte[] bytes,
      @Nullable ClassLoader loader,
      @Nullable Class<?> redefined,
      Throwable error) {
    String reason = WeaveFailure.of(error, bytes);
    book.failed(name, bytes, loader, redefined, reason);
    RuleExchange present = exchange;
    if (present != null) {
      present.failed(name, reason);
    }
    warnings.warn("weave", "class " + name + " is left as it was: " + reason, error);
  }

  private void wake(String file, @Nullable String loading) {
    new PackWaking(book, engine, adapterWeaver, retransform(), threads, warnings)
        .wake(file, loading);
  }

  private Retransform retransform() {
    return new Retransform(instrumentation, book, originals, warnings, null);
  }

  /**
   * Removes the transformer and restores the woven classes.
   *
   * @param progress receives the progress, "300 of 2000 classes", or null
   * @return what was verified
   */
  public OriginalClasses.Verdict stop(@Nullable Consumer<String> progress) {
    instrumentation.removeTransformer(this);
    jboss.restore();
    return originals.restore(instrumentation, progress);
  }

  /** Weaves the deferred classes, without a lock, since class loaders are asked. */
  public void catchUp() {
    late.weave(retransform());
  }

  /** Returns a report of each rule, of awake packs too, and of each pack that sleeps. */
  public List<RuleReport> reports() {
    sweep();
    return book.reports();
  }

  /** Returns the rules and packs with their state. */
  public ActiveRules rules() {
    return book;
  }

  /** Returns the number of woven methods by rule, without the rules that have none. */
  public Map<String, Long> wovenMethods() {
    sweep();
    return RuleFigures.wovenMethods(book.all());
  }

  /** Forgets the classes whose loader is gone: an application may reload its parts for ever. */
  private void sweep() {
    book.sweep();
    originals.sweep();
  }
}
