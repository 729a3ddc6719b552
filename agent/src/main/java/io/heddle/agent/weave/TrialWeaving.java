package io.heddle.agent.weave;

import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.SleepingPacks;
import io.heddle.agent.reason.VisibleClasses;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.classes.BootVisibility;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.HeddleLoaders;
import io.heddle.agent.weave.classes.LoadedClasses;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.JvmClasses;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.exporter.report.RuleReport;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes as an attach would and throws the result away: no class of the JVM changes, no
 * transformer is installed, and the probes count nothing. Not thread-safe.
 */
public final class TrialWeaving implements AutoCloseable {
  private static final String NO_FILE =
      "its loader gives no class file: whether it can be woven is known when it is";

  private final ActiveRules book;
  private final ClassWeaver weaver;
  private final Registry unread;
  private final LoadedClasses loaded;
  private final WarningSink warnings;

  /**
   * Creates a trial that has looked at nothing yet.
   *
   * @param chosenPacks names of packs, or null for all
   * @param families specification of a family by name
   * @param maxMethods maximum number of methods that are woven
   * @param loaded classes of the JVM; {@link LoadedClasses#none} for an application that does not
   *     run
   */
  public TrialWeaving(
      PackFiles packFiles,
      @Nullable List<String> chosenPacks,
      List<RuleSpec> userRules,
      Function<String, FamilySpec> families,
      int labelLength,
      int maxMethods,
      LoadedClasses loaded,
      WarningSink warnings)
      throws IOException, ReflectiveOperationException {
    SleepingPacks packs = new SleepingPacks(packFiles, chosenPacks);
    MethodLimit limit = MethodLimit.ofTrial(maxMethods);
    this.loaded = loaded;
    this.warnings = warnings;
    this.book = new ActiveRules(packs, userRules, labelLength, limit, loaded);
    this.unread = new Registry("trial", 1, 1 << 20);
    this.weaver = new ClassWeaver(unread, families, new NoAdapters(), new AdviceCatalog());
  }

  /** Wakes the pack that a loaded class belongs to, if there is one. */
  public void wake(Class<?> type) throws IOException, ConfigException {
    String file = type.isArray() ? null : book.wakes(type);
    if (file != null) {
      book.wake(file);
    }
  }

  /** Wakes the pack that a class file belongs to, if there is one. */
  public void wake(String name, byte[] bytes, ClassLoader loader)
      throws IOException, ConfigException {
    String file = book.wakes(name.replace('.', '/'), bytes, loader);
    if (file != null) {
      book.wake(file);
    }
  }

  /**
   * Weaves a loaded class, from its class file.
   *
   * @return its number of bytes if any method of it would be woven, else 0
   */
  public int weave(Class<?> type) {
    if (!book.canWeave(type, warnings) || HeddleLoaders.include(type.getClassLoader())) {
      return 0;
    }
    byte[] bytes = book.classFiles().read(type.getName(), type.getClassLoader());
    if (bytes == null) {
      for (ActiveRule rule : book.named(type.getName())) {
        rule.note(type.getName(), "", NO_FILE);
      }
      return 0;
    }
    return weave(type.getName(), bytes, type.getClassLoader(), type);
  }

  /**
   * Weaves a class from its class file; the result is that of {@link #weave(Class)}.
   *
   * @param loader null for the boot loader
   */
  public int weave(String name, byte[] bytes, @Nullable ClassLoader loader) {
    boolean may = book.mayMatch(name.replace('.', '/'), bytes);
    return may ? weave(name, bytes, loader, null) : 0;
  }

  private int weave(
      String name, byte[] bytes, @Nullable ClassLoader loader, @Nullable Class<?> type) {
    ClassKey classKey = ClassKey.of(name, loader);
    try {
      TypeMatcher.Match match = book.receive(classKey, bytes, loader, type);
      if (match.rules().isEmpty()) {
        return 0;
      }
      match = sure(match, name);
      String hidden = BootVisibility.problem(book.classFiles(), loader);
      if (hidden != null) {
        for (ActiveRule rule : match.rules()) {
          rule.failed(name, "", hidden);
        }
        return 0;
      }
      byte[] woven = weaver.weave(classKey, bytes, loader, match, book.hierarchy());
      return woven == null ? 0 : bytes.length;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      book.failed(name, bytes, loader, type, WeaveFailure.of(e, bytes));
      return 0;
    }
  }

  /**
   * Returns the match without the rules that may not mean the class: a parent of it is in none of
   * the archives.
   */
  private static TypeMatcher.Match sure(TypeMatcher.Match match, String name) {
    if (match.undecided().isEmpty()) {
      return match;
    }
    List<ActiveRule> rules = new ArrayList<>(match.rules());
    rules.removeAll(match.undecided());
    for (ActiveRule rule : match.undecided()) {
      rule.note(name, "", "whether the rule means it is known once these are: " + match.unsure());
    }
    return new TypeMatcher.Match(rules, List.of(), Set.of(), null);
  }

  /** Returns the rules of the user, then those of the packs that are awake, with what they wove. */
  public List<ActiveRule> rules() {
    return book.all();
  }

  /** Returns the packs that sleep. */
  public List<RuleReport> asleep() {
    return book.asleep();
  }

  /** Returns the loaded classes as a search for near misses sees them. */
  public VisibleClasses visible() {
    JvmClasses classes = new JvmClasses(loaded, book.classFiles());
    classes.nextRule();
    return classes;
  }

  @Override
  public void close() {
    unread.close();
  }

  /** Adapters that do nothing. */
  private record NoAdapters() implements AdapterSource {
    @Override
    public Adapter event(AdapterEvent event, RuleBindings bindings) {
      return new Adapter() {};
    }

    @Override
    public Adapter gauge(
        FeedGauge gauge, RuleBindings bindings, Function<ValueSpec, Value> values) {
      return new Adapter() {};
    }

    @Override
    public Adapter stage(
        StageAction stage, RuleBindings bindings, Function<ValueSpec, Value> values) {
      return new Adapter() {};
    }

    @Override
    public Adapter runnerError(
        CountRunnerError error, RuleBindings bindings, Function<ValueSpec, Value> values) {
      return new Adapter() {};
    }
  }
}
