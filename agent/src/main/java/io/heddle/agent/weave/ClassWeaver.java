package io.heddle.agent.weave;

import io.heddle.agent.rule.OutermostSpec;
import io.heddle.agent.rule.RuleAction;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleAction.NotifyAdapter;
import io.heddle.agent.rule.RuleAction.ResumeCoroutine;
import io.heddle.agent.rule.RuleAction.RunEnd;
import io.heddle.agent.rule.RuleAction.TrackFuture;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.advice.AdviceKind;
import io.heddle.agent.weave.advice.DataPointRecording;
import io.heddle.agent.weave.classes.ClassDescriptionPool;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassFilesLocator;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.MethodMatcher;
import io.heddle.agent.weave.match.PackCompatibility;
import io.heddle.agent.weave.match.ResultCompletion;
import io.heddle.agent.weave.match.SuspendBytecode;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.agent.weave.verify.ClassFile;
import io.heddle.agent.weave.verify.MethodCode;
import io.heddle.agent.weave.verify.WovenCheck;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one class with Byte Buddy: advice inlined, no field, method or interface added. Keeps
 * nothing about a class, so that a class may be woven while another one is.
 */
final class ClassWeaver {
  /** Largest method in bytes that HotSpot compiles (HugeMethodLimit); others stay interpreted. */
  private static final int LARGEST_COMPILED = 8_000;

  /** Level of {@link #futures} at which stages are followed; above it tasks are followed too. */
  static final int STAGES = 1;

  /** Maximum number of labels from the call for which a thread has cells of its own. */
  private static final int MOST_DIRECT = 2;

  private static final int TASKS = 2;

  private final ProbeFactory probes;
  // which futures the methods may return that were woven: none, stages, all
  private volatile int futures;
  private final AdviceCatalog advice = new AdviceCatalog();
  private final ByteBuddy byteBuddy;

  /**
   * @param families specification of a family by name
   * @param adapters creates the adapters of rules that are no runs
   */
  ClassWeaver(Registry registry, Function<String, FamilySpec> families, AdapterSource adapters)
      throws ReflectiveOperationException {
    this.probes = new ProbeFactory(registry, families, adapters);
    this.byteBuddy =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .with(TypeValidation.DISABLED)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .ignore(ElementMatchers.none());
  }

  /**
   * Weaves a class of Heddle, which loads all that weaving needs before another class waits for it.
   */
  void warmUp() {
    MethodSelector every = MethodSelector.of(null, null);
    RuleSpec spec = new RuleSpec("warm-up", every, new MeasureRun("call", Map.of()));
    String name = WarmUpClass.class.getName();
    ClassLoader own = ClassWeaver.class.getClassLoader();
    try (InputStream in = own.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in != null) {
        ActiveRule rule = new ActiveRule(spec, 0, List.of(), 1, new MethodLimit(1), null);
        ClassKey classKey = ClassKey.of(name, own);
        Hierarchy hierarchy = new Hierarchy(new ClassFiles(), () -> new Class<?>[0]);
        weave(classKey, in.readAllBytes(), own, TypeMatcher.Match.of(rule), hierarchy);
        rule.forget(classKey);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Weaves a class and returns its bytes, or null if no method matched or none could be woven.
   *
   * @param hierarchy knows the parents of the classes that the code mentions
   */
  byte @Nullable [] weave(
      ClassKey classKey,
      byte[] bytes,
      @Nullable ClassLoader loader,
      TypeMatcher.Match match,
      Hierarchy hierarchy) {
    String name = classKey.name();
    TypeDescription type = new ClassDescriptionPool(name, bytes).describe(name).resolve();
    Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan =
        new MethodMatcher(type, classKey, loader == null)
            .plan(fitting(match.rules(), name, loader, hierarchy.files()), match.undecided());
    if (plan.isEmpty()) {
      return null;
    }
    ClassFile original = ClassFile.of(bytes);
    Map<String, List<AdviceCatalog.Fitting>> fittings =
        fittings(plan, original, classKey, loader, hierarchy);
    WovenCheck check = new WovenCheck(hierarchy.superTypes(loader));
    while (!fittings.isEmpty()) {
      Map<String, String> problems;
      try {
        byte[] woven = make(type, bytes, fittings);
        problems = problems(original, ClassFile.of(woven), check, fittings.keySet());
        if (problems.isEmpty()) {
          return woven;
        }
      } catch (MethodTooLargeException e) {
        // Byte Buddy gives up the whole class
        problems =
            Map.of(e.getMethodName() + e.getDescriptor(), "too large: over 64 KB once woven");
      }
      if (!fittings.keySet().removeAll(problems.keySet())) {
        throw new IllegalStateException("what is not woven is too large");
      }
      drop(plan, problems, classKey); // and try again without them
    }
    return null;
  }

  /** Returns the rules without those of packs that do not know this version of their library. */
  private static List<ActiveRule> fitting(
      List<ActiveRule> rules, String name, @Nullable ClassLoader loader, ClassFiles files) {
    List<ActiveRule> fitting = new ArrayList<>(rules.size());
    for (ActiveRule rule : rules) {
      PackCompatibility fit = rule.fit();
      String problem = fit == null ? null : fit.problem(loader, () -> pool(name, loader, files));
      if (problem == null) {
        fitting.add(rule);
      } else {
        rule.failed(name, "", problem);
      }
    }
    return fitting;
  }

  /** Returns a description of the classes of a loader, or null if it hides its class files. */
  private static @Nullable TypePool pool(
      String name, @Nullable ClassLoader loader, ClassFiles files) {
    if (loader == null || files.read(name, loader) == null) {
      return null;
    }
    return new TypePool.Default(
        new TypePool.CacheProvider.Simple(),
        new ClassFilesLocator(files, loader),
        TypePool.Default.ReaderMode.FAST);
  }

  private static void drop(
      Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan,
      Map<String, String> refused,
      ClassKey classKey) {
    for (Map.Entry<ActiveRule, List<MethodDescription.InDefinedShape>> entry : plan.entrySet()) {
      for (MethodDescription.InDefinedShape method : entry.getValue()) {
        String key = AdviceCatalog.key(method);
        String reason = refused.get(key);
        if (reason != null) {
          entry.getKey().failed(classKey.name(), MethodMatcher.text(method), reason);
          entry.getKey().forget(classKey, key);
        }
      }
    }
  }

  private byte[] make(
      TypeDescription type, byte[] bytes, Map<String, List<AdviceCatalog.Fitting>> fittings) {
    return byteBuddy
        .decorate(type, ClassFileLocator.Simple.of(type.getName(), bytes))
        .visit(advice.weaving(fittings))
        .make()
        .getBytes();
  }

  /** Returns the methods whose woven form must not go to the JVM, each with the reason. */
  private static Map<String, String> problems(
      ClassFile original, ClassFile woven, WovenCheck check, Set<String> methods) {
    Map<String, String> problems = new TreeMap<>();
    for (Map.Entry<String, String> refused : check.problems(original, woven, methods).entrySet()) {
      problems.put(refused.getKey(), "its woven form would not verify: " + refused.getValue());
    }
    for (String method : methods) {
      if (length(original, method) <= LARGEST_COMPILED
          && length(woven, method) > LARGEST_COMPILED) {
        problems.put(
            method, "too large: over " + LARGEST_COMPILED + " bytes woven, no longer compiled");
      }
    }
    return problems;
  }

  private static int length(ClassFile file, String method) {
    MethodCode code = file.methods().get(method);
    return code == null ? 0 : code.length();
  }

  /** Returns the advice that each method is woven with, in the order of the rules. */
  private Map<String, List<AdviceCatalog.Fitting>> fittings(
      Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan,
      ClassFile original,
      ClassKey classKey,
      @Nullable ClassLoader loader,
      Hierarchy hierarchy) {
    // a dynamic constant starts java.lang.invoke: not for the JDK's own adapters at start-up
    boolean dynamic = loader != null && original.allowsDynamicConstants();
    Map<String, SuspendBytecode> suspends =
        SuspendBytecode.ofClass(methods(plan), original.bytes());
    Map<String, List<AdviceCatalog.Fitting>> fittings = new LinkedHashMap<>();
    for (Map.Entry<ActiveRule, List<MethodDescription.InDefinedShape>> entry : plan.entrySet()) {
      ActiveRule rule = entry.getKey();
      for (MethodDescription.InDefinedShape method : entry.getValue()) {
        String key = AdviceCatalog.key(method);
        SuspendBytecode shape = suspends.get(key);
        String problem = shape == null ? null : shape.problem(rule, loader, hierarchy.files());
        if (problem != null) {
          rule.failed(classKey.name(), MethodMatcher.text(method), problem);
          continue;
        }
        ActiveRule.Woven woven =
            rule.weave(
                classKey,
                key,
                () -> probes.probe(rule, classKey.name(), method.getInternalName(), shape));
        MethodCode code = original.methods().get(key);
        if (woven == null || code == null) {
          rule.failed(classKey.name(), MethodMatcher.text(method), rule.limit());
          continue;
        }
        AdviceKind kind =
            shape != null ? AdviceKind.SUSPEND : kindOf(rule, method, hierarchy, loader);
        fittings
            .computeIfAbsent(key, k -> new ArrayList<>(1))
            .add(
                new AdviceCatalog.Fitting(
                    kind,
                    woven.id(),
                    dynamic,
                    code.maxLocals(),
                    probes.labelStarts(rule.spec().action())));
      }
    }
    return fittings;
  }

  private static List<MethodDescription.InDefinedShape> methods(
      Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan) {
    List<MethodDescription.InDefinedShape> methods = new ArrayList<>();
    plan.values().forEach(methods::addAll);
    return methods;
  }

  /** Returns which futures have to be followed by now: 0 for none, {@link #STAGES}, or more. */
  int futures() {
    return futures;
  }

  // two classes may be woven at once: the level never falls
  private synchronized void want(ResultCompletion result) {
    if (result.with() == ResultCompletion.With.FUTURE) {
      futures = Math.max(futures, result.tasks() ? TASKS : STAGES);
    }
  }

  private AdviceKind kindOf(
      ActiveRule rule,
      MethodDescription.InDefinedShape method,
      Hierarchy hierarchy,
      @Nullable ClassLoader loader) {
    RuleAction action = rule.spec().action();
    if (action instanceof MeasureRun run) {
      return kindOf(run, rule.spec(), resultOf(rule, method, hierarchy, loader));
    }
    if (action.isStage()) {
      resultOf(rule, method, hierarchy, loader);
    }
    if (action instanceof ResumeCoroutine) {
      return AdviceKind.RESUMPTION;
    }
    if (action instanceof TrackFuture future) {
      return future.progress() == TrackFuture.Progress.RESULT
          ? AdviceKind.COMPLETED
          : AdviceKind.COMPLETES;
    }
    return action instanceof NotifyAdapter event ? kindOf(event, method) : AdviceKind.ADAPTER;
  }

  /** Returns the advice of an event; a handle of an api without the field has to ask each time. */
  private static AdviceKind kindOf(NotifyAdapter event, MethodDescription.InDefinedShape method) {
    boolean keeps = false;
    for (FieldDescription field : method.getDeclaringType().getDeclaredFields()) {
      keeps |=
          field.getName().equals(DataPointRecording.FIELD)
              && field.getType().represents(Object.class)
              && !field.isStatic()
              && !field.isFinal();
    }
    String signature = keeps && !method.isStatic() ? method.getDescriptor() : "";
    return switch (event.event()) {
      case METRIC_COUNT -> signature.equals("(J)V") ? AdviceKind.COUNT : AdviceKind.ADAPTER;
      case METRIC_SET -> signature.equals("(D)V") ? AdviceKind.SET : AdviceKind.ADAPTER;
      case METRIC_ADD -> signature.equals("(D)V") ? AdviceKind.CHANGE : AdviceKind.ADAPTER;
      case METRIC_OBSERVE -> signature.equals("(D)V") ? AdviceKind.OBSERVE : AdviceKind.ADAPTER;
      default -> AdviceKind.ADAPTER;
    };
  }

  private AdviceKind kindOf(MeasureRun run, RuleSpec spec, ResultCompletion result) {
    if (run.end() instanceof RunEnd.Subscription) {
      return AdviceKind.PUBLISHER;
    }
    return result.advice(
        labels(run, spec),
        !spec.outcome().isPlain(),
        spec.outermost() != null || probes.isListed(run.family()));
  }

  private static ResultCompletion.Labels labels(MeasureRun run, RuleSpec spec) {
    OutermostSpec outermost = spec.outermost();
    boolean plain =
        run.end() instanceof RunEnd.Method
            && !spec.outcome().readsCall()
            && spec.when().isEmpty()
            && run.tokens().isEmpty()
            && run.returned().isEmpty()
            && run.link() == null
            && (outermost == null || outermost.others().isEmpty());
    int direct = 0;
    for (ValueSpec label : run.labels().values()) {
      if (!label.isConstant()) {
        direct += label.isDirect() ? 1 : MOST_DIRECT + 1;
      }
    }
    if (!plain || direct > MOST_DIRECT) {
      return ResultCompletion.Labels.DYNAMIC;
    }
    return direct == 0 ? ResultCompletion.Labels.CONSTANT : ResultCompletion.Labels.DIRECT;
  }

  /** Returns how the result of a method completes, and lets the futures among them be followed. */
  private ResultCompletion resultOf(
      ActiveRule rule,
      MethodDescription.InDefinedShape method,
      Hierarchy hierarchy,
      @Nullable ClassLoader loader) {
    String type = method.getReturnType().asErasure().getName();
    ResultCompletion result = ResultCompletion.of(type, hierarchy, loader);
    String note = result.note(rule.spec());
    if (note != null) {
      String declaring = method.getDeclaringType().asErasure().getName();
      rule.noteMethod(declaring, MethodMatcher.text(method), note);
    }
    want(result);
    return result;
  }
}
