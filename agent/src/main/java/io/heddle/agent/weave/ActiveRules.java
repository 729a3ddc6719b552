package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.pack.PackSpec;
import io.heddle.agent.pack.SleepingPacks;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.NeverWoven;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.HeddleLoaders;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.classes.LoadedClasses;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.NameFilter;
import io.heddle.agent.weave.match.OutermostGuards;
import io.heddle.agent.weave.match.PackCompatibility;
import io.heddle.agent.weave.match.PackTriggers;
import io.heddle.agent.weave.match.RuleFigures;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.agent.weave.match.UnmatchedRules;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.exporter.report.RuleReport;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, and the packs that sleep until a class of theirs loads. The rules are read
 * without a lock.
 */
public final class ActiveRules {
  /** Pack of the rules that follow futures of the JDK, which no file has. */
  private static final String FUTURES = "jdk-futures";

  private final SleepingPacks packs;
  private final int labelLength;
  private final LoadedClasses loaded;
  // made when there is a rule that it can be asked about: not for hello world
  private volatile @Nullable TypeMatcher typeMatch;
  // made when somebody asks for reports; guarded by this
  private @Nullable UnmatchedRules unmatched;
  private final MethodLimit limit;
  // guarded by this, published by the volatile fields below
  private final Map<String, List<String>> asleep;

  private volatile List<ActiveRule> rules = List.of();
  // those of them that a reload exchanges
  private volatile List<ActiveRule> users;
  private volatile NameFilter filter;
  private volatile PackTriggers wakes;
  private final OutermostGuards guards = new OutermostGuards(); // guarded by this
  private final Set<String> followed = new HashSet<>(); // guarded by this
  private volatile Set<String> claimed = Set.of();

  ActiveRules(
      SleepingPacks packs,
      List<RuleSpec> userRules,
      int labelLength,
      MethodLimit limit,
      LoadedClasses loaded) {
    this.loaded = loaded;
    this.packs = packs;
    this.labelLength = labelLength;
    this.limit = limit;
    this.asleep = new LinkedHashMap<>(packs.wakes());
    addRules(userRules, null, "");
    this.users = rules;
    followFutures(users);
    this.filter = new NameFilter(rules);
    wakes = new PackTriggers(asleep, packs.parents());
  }

  /** Returns the rules of a JVM, of which at most so many methods are woven. */
  static ActiveRules of(
      Instrumentation jvm, SleepingPacks packs, List<RuleSpec> rules, int labels, int methods) {
    MethodLimit limit = new MethodLimit(methods);
    return new ActiveRules(packs, rules, labels, limit, LoadedClasses.of(jvm));
  }

  private void addRules(List<RuleSpec> specs, @Nullable PackCompatibility fit, String pack) {
    List<ActiveRule> grown = new ArrayList<>(rules);
    for (RuleSpec spec : specs) {
      grown.add(make(spec, fit, pack, null));
    }
    rules = List.copyOf(grown);
  }

  /**
   * Creates a rule that is not in force yet.
   *
   * @param before the rule whose place it takes, with its series; or null
   */
  synchronized ActiveRule make(
      RuleSpec spec, @Nullable PackCompatibility fit, String pack, @Nullable ActiveRule before) {
    boolean goesOn = before != null && before.rule().outermost() && spec.outermost() != null;
    // the same index: a call of its code may lie within one of the code of before
    int index = before != null && goesOn ? before.rule().index() : guards.index(spec);
    ActiveRule rule =
        new ActiveRule(spec, index, guards.further(spec), labelLength, limit, fit, pack, before);
    TypePattern type = spec.selector().type();
    if (type != null && fit == null) {
      for (String skipped : NeverWoven.outOfReach(type)) {
        rule.note(skipped, "", "no glob weaves the classes of this package");
      }
    }
    return rule;
  }

  private void followFutures(List<ActiveRule> wanted) {
    for (ActiveRule rule : wanted) {
      if (FutureClasses.concern(rule.spec())) {
        follow(FutureClasses.names(true));
      }
    }
  }

  /** Returns the rules of the user. */
  List<ActiveRule> users() {
    return users;
  }

  /** Puts these rules of the user into force, in the place of all others of the user. */
  synchronized void install(List<ActiveRule> next) {
    List<ActiveRule> all = new ArrayList<>(next);
    for (ActiveRule rule : rules) {
      if (!users.contains(rule)) {
        all.add(rule);
      }
    }
    rules = List.copyOf(all);
    users = List.copyOf(next);
    followFutures(users);
    filter = new NameFilter(rules);
  }

  /** Returns the limit of woven methods, which gives the ids of probes too. */
  public MethodLimit limit() {
    return limit;
  }

  /**
   * Adds the rules that weave these classes of the JDK from now on.
   *
   * @param names of {@link FutureClasses}
   * @return false if these rules were already there
   */
  synchronized boolean follow(List<String> names) {
    List<ActiveRule> grown = new ArrayList<>(rules);
    MethodLimit own = new MethodLimit(Integer.MAX_VALUE); // they take no place of the user's
    for (String name : names) {
      if (followed.add(name)) {
        for (RuleSpec spec : FutureClasses.rules(name)) {
          grown.add(new ActiveRule(spec, 0, List.of(), labelLength, own, null, FUTURES));
        }
      }
    }
    boolean added = grown.size() > rules.size();
    rules = List.copyOf(grown);
    filter = new NameFilter(rules);
    return added;
  }

  /**
   * Returns the file of the pack that a class wakes, or null.
   *
   * @param loader null for the boot loader: only an exact name wakes a pack, no library lies there
   */
  @Nullable String wakes(String internalName, byte[] bytes, @Nullable ClassLoader loader) {
    return wakes.of(internalName, bytes, loader);
  }

  /** Returns the file of the pack that a loaded class wakes, or null. */
  @Nullable String wakes(Class<?> type) {
    return wakes.of(type);
  }

  /** Adds the rules of a pack and returns it, or null if it is awake already. */
  synchronized @Nullable PackSpec wake(String file) throws IOException, ConfigException {
    if (asleep.remove(file) == null) {
      return null;
    }
    wakes = new PackTriggers(asleep, packs.parents());
    PackSpec pack = packs.load(file);
    // a pack with a trigger is one for the JDK itself, which has no version that does not fit
    PackCompatibility fit = pack.trigger() == null ? new PackCompatibility(pack) : null;
    addRules(pack.rules(), fit, pack.name());
    filter = new NameFilter(rules);
    return pack;
  }

  /** Notes loaded classes that the calling thread is about to weave, all at once. */
  synchronized void claim(List<String> names) {
    Set<String> grown = new HashSet<>(claimed);
    grown.addAll(names);
    claimed = grown;
  }

  /** Takes back a {@link #claim}. */
  synchronized void release(List<String> names) {
    Set<String> left = new HashSet<>(claimed);
    left.removeAll(names);
    claimed = left;
  }

  /** Returns true if another thread is about to weave a loaded class. */
  boolean isClaimed(Class<?> loaded) {
    return claimed.contains(loaded.getName());
  }

  private TypeMatcher typeMatch() {
    TypeMatcher made = typeMatch;
    return made == null ? makeTypeMatch() : made;
  }

  private synchronized TypeMatcher makeTypeMatch() {
    TypeMatcher made = typeMatch;
    if (made == null) {
      made =
          new TypeMatcher(
              new Supplier<>() {
                @Override
                public Class<?>[] get() {
                  return loaded.all();
                }
              });
      typeMatch = made;
    }
    return made;
  }

  /** Returns true if a class that loads may concern a rule, by its name or its bytes. */
  boolean mayMatch(String internalName, byte[] bytes) {
    return filter.mayMatch(internalName, bytes);
  }

  /** Returns true if a loaded class may concern a rule and can be woven. */
  boolean mayWeave(Class<?> type) {
    return mayWeave(type, filter, rules);
  }

  /** Returns the same for some rules and their filter. */
  boolean mayWeave(Class<?> type, NameFilter names, List<ActiveRule> wanted) {
    return !type.isArray()
        && names.mayMatch(type)
        && !HeddleLoaders.include(type.getClassLoader())
        && loaded.isModifiable(type)
        && typeMatch().mayConcern(wanted, type);
  }

  /** Returns {@link #mayWeave}, or false with a warning if the class cannot be examined. */
  boolean canWeave(Class<?> type, WarningSink warnings) {
    try {
      return mayWeave(type);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      warnings.warn("weave", "class " + type.getName() + " is left as it was: " + e, e);
      return false;
    }
  }

  /** Returns what is known of the parents of classes. */
  Hierarchy hierarchy() {
    return typeMatch().hierarchy();
  }

  /**
   * Returns the rules that concern a class, and counts the class in each.
   *
   * @param redefined the class itself if it is loaded already
   */
  TypeMatcher.Match receive(
      ClassKey classKey, byte[] bytes, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
    return typeMatch().rulesFor(rules, classKey, bytes, loader, redefined);
  }

  /** Notes the undecided rules of a woven class, decided once its parents are known. */
  void settle(ClassKey classKey, TypeMatcher.Match match) {
    typeMatch().settle(classKey, match);
  }

  /** Returns the rules that concern a class, uncounted; by its name alone if matching fails. */
  private List<ActiveRule> concerned(
      String name, byte[] bytes, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
    try {
      return typeMatch().match(rules, name, bytes, loader, redefined).rules();
    } catch (RuntimeException e) {
      return named(name);
    }
  }

  /** Handles a class that could not be woven: the rules that concern it report a failure. */
  void failed(
      String name,
      byte[] bytes,
      @Nullable ClassLoader loader,
      @Nullable Class<?> redefined,
      String reason) {
    for (ActiveRule rule : concerned(name, bytes, loader, redefined)) {
      rule.forget(ClassKey.of(name, loader));
      rule.failed(name, "", reason);
    }
  }

  /** Returns the reader that asks class loaders of the application. */
  ClassFiles classFiles() {
    return typeMatch().files();
  }

  /** Returns how many times a class loader of the application failed when asked for a class. */
  public long loaderFailures() {
    TypeMatcher made = typeMatch;
    return made == null ? 0 : made.files().failures();
  }

  /**
   * Handles a class that is as it was although it was woven: the rules that wove it take that back
   * and report a failure; if there are none, the rules that name it report one.
   */
  void refused(ClassKey classKey, String why) {
    RuleFigures.refused(rules, classKey, why);
  }

  /** Returns the rules whose type matches this name. */
  List<ActiveRule> named(String name) {
    return RuleFigures.named(rules, name);
  }

  /** Returns true if so much was woven since the last sweep that another is due. */
  boolean isSweepDue() {
    return limit.isSweepDue();
  }

  /** Forgets the classes whose loader is gone, and frees their places. */
  void sweep() {
    TypeMatcher made = typeMatch;
    if (made != null && made.isUndecided()) {
      made.settle(loaded.all());
    }
    for (ActiveRule rule : rules) {
      rule.sweep();
      PackCompatibility fit = rule.fit();
      if (fit != null) {
        fit.sweep();
      }
    }
    if (made != null) {
      made.sweep();
    }
  }

  /** Returns a report of each rule, those of awake packs included, and of each pack that sleeps. */
  List<RuleReport> reports() {
    Map<ActiveRule, RuleReport> awake = new LinkedHashMap<>();
    for (ActiveRule rule : rules) {
      RuleReport report = rule.report();
      if (!(rule.spec().action() instanceof TrackFuture) || report.failed() > 0) {
        awake.put(rule, report);
      }
    }
    List<RuleReport> reports = new ArrayList<>(unmatched().explain(awake));
    reports.addAll(asleep());
    return reports;
  }

  /** Returns the packs that sleep. */
  synchronized List<RuleReport> asleep() {
    List<RuleReport> packs = new ArrayList<>();
    for (Map.Entry<String, List<String>> pack : asleep.entrySet()) {
      String why = "waits for " + String.join(" or ", pack.getValue()) + " to load";
      packs.add(RuleReport.asleep(PackFiles.packOf(pack.getKey()), why));
    }
    return packs;
  }

  /** Returns the rules in force, those of the user first. Immutable. */
  public List<ActiveRule> all() {
    return rules;
  }

  private synchronized UnmatchedRules unmatched() {
    UnmatchedRules made = unmatched;
    if (made == null) {
      made = new UnmatchedRules(loaded, typeMatch().files());
      unmatched = made;
    }
    return made;
  }
}
