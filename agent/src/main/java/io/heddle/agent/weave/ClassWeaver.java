package io.heddle.agent.weave;

import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.MethodSelector;
import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.advice.AdviceKind;
import io.heddle.agent.weave.classes.ClassDescriptionPool;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.ClassFilesLocator;
import io.heddle.agent.weave.classes.ClassKey;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.classes.WarmUpClass;
import io.heddle.agent.weave.classes.WarmUpLoader;
import io.heddle.agent.weave.match.ActiveRule;
import io.heddle.agent.weave.match.MethodLimit;
import io.heddle.agent.weave.match.MethodMatcher;
import io.heddle.agent.weave.match.PackCompatibility;
import io.heddle.agent.weave.match.SuspendBytecode;
import io.heddle.agent.weave.match.TypeMatcher;
import io.heddle.agent.weave.verify.ClassFile;
import io.heddle.agent.weave.verify.MethodCode;
import io.heddle.agent.weave.verify.WovenCheck;
import io.heddle.probe.Probe;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one class with the advice of Byte Buddy: advice inlined, no field, method or interface
 * added. Keeps nothing about a class, so that a class may be woven while another one is.
 */
final class ClassWeaver {
  /** Largest method in bytes that HotSpot compiles (HugeMethodLimit); others stay interpreted. */
  private static final int LARGEST_COMPILED = 8_000;

  private final ProbeFactory probes;
  private final AdviceSelection selection;
  private final AdviceCatalog advice;

  /**
   * @param families specification of a family by name
   * @param adapters creates the adapters of rules that are no runs
   * @param advice may be shared
   */
  ClassWeaver(
      Registry registry,
      Function<String, FamilySpec> families,
      AdapterSource adapters,
      AdviceCatalog advice) {
    this.probes = new ProbeFactory(registry, families, adapters);
    this.selection = new AdviceSelection(probes);
    this.advice = advice;
  }

  /**
   * Weaves a class of Heddle and runs it, which loads and links all that weaving needs, and the
   * first call of a woven method, before another class waits for it.
   */
  void warmUp() throws ReflectiveOperationException {
    MethodSelector every = MethodSelector.of(null, null);
    RuleSpec spec = new RuleSpec("warm-up", every, new MeasureRun("call", Map.of()));
    String name = WarmUpClass.class.getName();
    ClassLoader own = ClassWeaver.class.getClassLoader();
    try (InputStream in = own.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in != null) {
        ActiveRule rule = new ActiveRule(spec, 0, List.of(), 1, new MethodLimit(1), null, "");
        ClassKey classKey = ClassKey.of(name, own);
        Hierarchy hierarchy = new Hierarchy(new ClassFiles(), new NoClasses());
        byte[] woven =
            weave(classKey, in.readAllBytes(), own, TypeMatcher.Match.of(rule), hierarchy);
        if (woven != null) {
          new WarmUpLoader(own).run(name, woven);
        }
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
    keepOnly(plan, match.rules(), classKey);
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
        byte[] woven = advice.weave(type, bytes, fittings);
        problems = problems(original, ClassFile.of(woven), check, fittings.keySet());
        if (problems.isEmpty()) {
          return woven;
        }
      } catch (MethodTooLargeException e) {
        // ASM gives up the whole class
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

  /** Takes back what rules wove before a reload, and another rule weaves now. */
  private static void keepOnly(
      Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan,
      List<ActiveRule> rules,
      ClassKey classKey) {
    for (ActiveRule rule : rules) {
      Set<String> wanted = new HashSet<>();
      List<MethodDescription.InDefinedShape> methods = plan.get(rule);
      for (int i = 0; methods != null && i < methods.size(); i++) {
        wanted.add(AdviceCatalog.key(methods.get(i)));
      }
      rule.keepOnly(classKey, wanted);
    }
  }

  private record NoClasses() implements Supplier<Class<?>[]> {
    @Override
    public Class<?>[] get() {
      return new Class<?>[0];
    }
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
                new Supplier<>() {
                  @Override
                  public Probe get() {
                    return probes.probe(rule, classKey.name(), method.getInternalName(), shape);
                  }
                });
        MethodCode code = original.methods().get(key);
        if (woven == null || code == null) {
          rule.failed(classKey.name(), MethodMatcher.text(method), rule.limit());
          continue;
        }
        AdviceKind kind =
            shape != null ? AdviceKind.SUSPEND : selection.kindOf(rule, method, hierarchy, loader);
        add(
            fittings,
            key,
            new AdviceCatalog.Fitting(
                kind,
                method,
                woven.id(),
                dynamic,
                code.maxLocals(),
                probes.labelStarts(rule.spec().action())));
      }
    }
    return fittings;
  }

  // not computeIfAbsent: each lambda on the way of the first weaving takes a millisecond to link
  private static void add(
      Map<String, List<AdviceCatalog.Fitting>> fittings,
      String method,
      AdviceCatalog.Fitting fitting) {
    List<AdviceCatalog.Fitting> known = fittings.get(method);
    if (known == null) {
      known = new ArrayList<>(1);
      fittings.put(method, known);
    }
    known.add(fitting);
  }

  private static List<MethodDescription.InDefinedShape> methods(
      Map<ActiveRule, List<MethodDescription.InDefinedShape>> plan) {
    List<MethodDescription.InDefinedShape> methods = new ArrayList<>();
    for (List<MethodDescription.InDefinedShape> ofRule : plan.values()) {
      methods.addAll(ofRule);
    }
    return methods;
  }

  /** Returns which futures have to be followed by now, see {@link AdviceSelection#futures}. */
  int futures() {
    return selection.futures();
  }
}
