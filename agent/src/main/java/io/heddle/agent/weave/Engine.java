package io.heddle.agent.weave;

import io.heddle.agent.config.EndsSpec;
import io.heddle.agent.config.OutcomeSpec;
import io.heddle.agent.config.PackRule;
import io.heddle.agent.config.RuleSpec;
import io.heddle.agent.config.ValueSpec;
import io.heddle.probe.Adapter;
import io.heddle.probe.Condition;
import io.heddle.probe.Door;
import io.heddle.probe.Ends;
import io.heddle.probe.Facts;
import io.heddle.probe.Pending;
import io.heddle.probe.Probe;
import io.heddle.probe.Tokens;
import io.heddle.probe.Turned;
import io.heddle.probe.Value;
import io.heddle.probe.When;
import io.heddle.registry.FamilySpec;
import io.heddle.registry.Registry;
import io.heddle.registry.RunFamily;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one class with Byte Buddy: advice inlined, no field, method or interface added. Has no
 * state of its own between classes, so that a class may be woven while another one is.
 */
final class Engine {
  /** What the advice of a method has to do. */
  private enum Kind {
    CELLS(CellsAdvice.class),
    RUN(RunAdvice.class),
    VALUES(ValuesAdvice.class),
    PUBLISHER(PublisherAdvice.class),
    ADAPTER(AdapterAdvice.class);

    final Class<?> advice;

    Kind(Class<?> advice) {
      this.advice = advice;
    }
  }

  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final BiFunction<String, Facts, @Nullable Adapter> adapters;
  private final Pending pending = new Pending();
  private final ByteBuddy byteBuddy;
  private final Map<Kind, ClassFileLocator> adviceBytes = new EnumMap<>(Kind.class);
  private final Advice.ExceptionHandler counted;

  /**
   * @param families specification of a family by name
   * @param adapters adapter by name, for the facts of a rule; null if there is none
   */
  Engine(
      Registry registry,
      Function<String, FamilySpec> families,
      BiFunction<String, Facts, @Nullable Adapter> adapters)
      throws ReflectiveOperationException {
    this.registry = registry;
    this.families = families;
    this.adapters = adapters;
    registry.due(pending);
    this.byteBuddy =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .with(TypeValidation.DISABLED)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .ignore(ElementMatchers.none());
    ClassLoader own = Engine.class.getClassLoader();
    for (Kind kind : Kind.values()) {
      adviceBytes.put(kind, ClassFileLocator.ForClassLoader.of(own));
    }
    this.counted =
        new Advice.ExceptionHandler.Simple(
            MethodInvocation.invoke(
                new MethodDescription.ForLoadedMethod(
                    Door.class.getMethod("swallowed", Throwable.class))));
  }

  /**
   * Weaves a class of our own, so that whatever weaving needs is loaded before a class is held up
   * in its load for it.
   */
  void warmUp() {
    RuleSpec spec =
        new RuleSpec(
            "warm-up",
            null,
            false,
            null,
            null,
            List.of(),
            false,
            "call",
            Map.of(),
            OutcomeSpec.NONE,
            null,
            PackRule.NONE);
    String name = WarmUp.class.getName();
    try (InputStream in =
        Engine.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in != null) {
        ClassLoader own = Engine.class.getClassLoader();
        weave(
            ClassKey.of(name, own),
            in.readAllBytes(),
            own,
            List.of(new RuleState(spec, 0, 1, new MethodLimit(1), null)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The woven bytes, or null if no method matched or none could be woven. */
  byte @Nullable [] weave(
      ClassKey classKey, byte[] bytes, @Nullable ClassLoader loader, List<RuleState> rules) {
    String name = classKey.name();
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, bytes),
            loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader));
    TypePool pool =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
    TypeDescription type = pool.describe(name).resolve();
    Map<RuleState, List<MethodDescription.InDefinedShape>> plan =
        new MethodMatch(type, classKey).plan(fitting(rules, name, loader, pool));
    if (plan.isEmpty()) {
      return null;
    }
    Set<String> tooLarge = new HashSet<>();
    while (true) {
      try {
        return make(type, bytes, loader, locator, plan, classKey, tooLarge);
      } catch (MethodTooLargeException e) {
        // Byte Buddy gives up the whole class: leave that one method out and try again
        String key = e.getMethodName() + e.getDescriptor();
        if (!tooLarge.add(key)) {
          throw e;
        }
        drop(plan, name, key, classKey);
      }
    }
  }

  /** Without the rules of packs that do not know this version of their library. */
  private static List<RuleState> fitting(
      List<RuleState> rules, String name, @Nullable ClassLoader loader, TypePool pool) {
    List<RuleState> fitting = new ArrayList<>(rules.size());
    for (RuleState rule : rules) {
      PackFit fit = rule.fit();
      String problem =
          fit == null ? null : fit.problem(loader, pool, () -> seesResources(name, loader));
      if (problem == null) {
        fitting.add(rule);
      } else {
        rule.failed(name, "", problem);
      }
    }
    return fitting;
  }

  private static boolean seesResources(String name, @Nullable ClassLoader loader) {
    return loader != null && loader.getResource(name.replace('.', '/') + ".class") != null;
  }

  private static void drop(
      Map<RuleState, List<MethodDescription.InDefinedShape>> plan,
      String name,
      String key,
      ClassKey classKey) {
    for (Map.Entry<RuleState, List<MethodDescription.InDefinedShape>> entry : plan.entrySet()) {
      for (MethodDescription.InDefinedShape method : entry.getValue()) {
        if (ProbeMapping.key(method).equals(key)) {
          entry.getKey().failed(name, MethodMatch.text(method), "too large: over 64 KB once woven");
          entry.getKey().forget(classKey, key);
        }
      }
    }
  }

  private byte @Nullable [] make(
      TypeDescription type,
      byte[] bytes,
      @Nullable ClassLoader loader,
      ClassFileLocator locator,
      Map<RuleState, List<MethodDescription.InDefinedShape>> plan,
      ClassKey classKey,
      Set<String> tooLarge) {
    // a dynamic constant starts java.lang.invoke: not for the JDK's own adapters at start-up
    boolean dynamic =
        ProbeMapping.allowsDynamic(ClassFileVersion.ofClassFile(bytes)) && loader != null;
    DynamicType.Builder<?> builder = byteBuddy.decorate(type, locator);
    boolean any = false;
    for (Map.Entry<RuleState, List<MethodDescription.InDefinedShape>> entry : plan.entrySet()) {
      Map<Kind, Map<String, Integer>> byKind =
          probes(entry.getKey(), entry.getValue(), type.getName(), classKey, tooLarge);
      for (Map.Entry<Kind, Map<String, Integer>> kind : byKind.entrySet()) {
        builder = builder.visit(visitor(kind.getKey(), kind.getValue(), dynamic));
        any = true;
      }
    }
    return any ? builder.make().getBytes() : null;
  }

  private AsmVisitorWrapper visitor(Kind kind, Map<String, Integer> ids, boolean dynamic) {
    ClassFileLocator locator = java.util.Objects.requireNonNull(adviceBytes.get(kind));
    Advice advice =
        Advice.withCustomMapping()
            .bind(new ProbeMapping(ids, dynamic))
            .to(kind.advice, locator)
            .withExceptionHandler(counted);
    return new AsmVisitorWrapper.ForDeclaredMethods()
        .method(method -> ids.containsKey(ProbeMapping.key(method)), advice);
  }

  private Map<Kind, Map<String, Integer>> probes(
      RuleState rule,
      List<MethodDescription.InDefinedShape> methods,
      String className,
      ClassKey classKey,
      Set<String> tooLarge) {
    Map<Kind, Map<String, Integer>> byKind = new EnumMap<>(Kind.class);
    for (MethodDescription.InDefinedShape method : methods) {
      String key = ProbeMapping.key(method);
      if (tooLarge.contains(key)) {
        continue;
      }
      RuleState.Woven woven =
          rule.weave(classKey, key, () -> probe(rule, className, method.getInternalName()));
      if (woven == null) {
        rule.failed(className, MethodMatch.text(method), rule.limit());
        continue;
      }
      byKind.computeIfAbsent(kindOf(rule, method), kind -> new HashMap<>()).put(key, woven.id());
    }
    return byKind;
  }

  private Probe probe(RuleState rule, String className, String methodName) {
    RuleSpec spec = rule.spec();
    EndsSpec ends = spec.pack().ends();
    if (!spec.pack().isRun()) {
      Adapter adapter = ends == null ? adapter(rule, className, methodName) : ends(ends);
      List<Condition> when = Values.conditions(spec.pack().when());
      return Probe.adapted(
          registry, rule.rule(), when.isEmpty() ? adapter : new When(when, adapter));
    }
    RunFamily family = registry.family(families.apply(spec.family()));
    List<Value> labels = new ArrayList<>();
    for (String label : family.spec().labels()) {
      ValueSpec value = spec.labels().get(label);
      labels.add(
          value == null ? Value.constant(Value.NONE) : Values.of(value, className, methodName));
    }
    ValueSpec key = spec.pack().key();
    Tokens tokens = spec.pack().tokens().isEmpty() ? null : tokens(spec, family);
    Pending.By by = key == null ? null : by(key);
    return Probe.counting(registry, rule.rule(), family, labels, tokens, by);
  }

  private Adapter adapter(RuleState rule, String className, String methodName) {
    PackRule spec = rule.spec().pack();
    String name = String.valueOf(spec.adapter());
    Map<String, Value> with = Values.all(spec.with(), className, methodName);
    Facts facts = new Facts(rule.pack(), registry, rule.rule(), with);
    Adapter adapter = adapters.apply(name, facts);
    if (adapter == null) {
      throw new IllegalStateException("rule " + rule.spec().id() + ": no adapter " + name);
    }
    ValueSpec on = spec.on();
    return on == null ? adapter : new Turned(Values.of(on, "", ""), adapter);
  }

  private Pending.By by(ValueSpec key) {
    return new Pending.By(pending, Values.of(key, "", ""));
  }

  private Ends ends(EndsSpec spec) {
    ValueSpec value = spec.value();
    ValueSpec thrown = spec.thrown();
    return new Ends(
        by(spec.key()),
        value == null ? null : Values.of(value, "", ""),
        thrown == null ? null : Values.of(thrown, "", ""));
  }

  private Tokens tokens(RuleSpec spec, RunFamily family) {
    List<String> labels = new ArrayList<>(family.spec().labels());
    labels.add("type");
    Map<String, Value> byType = Values.all(spec.pack().tokens(), "", "");
    String name = spec.family() + "_tokens";
    String help = family.spec().help() + ": tokens, where the library tells";
    return new Tokens(registry.counter(name, help, labels), byType);
  }

  private Kind kindOf(RuleState rule, MethodDescription.InDefinedShape method) {
    RuleSpec spec = rule.spec();
    if (!spec.pack().isRun()) {
      return Kind.ADAPTER;
    }
    if (spec.pack().publisher()) {
      return Kind.PUBLISHER;
    }
    boolean constant =
        spec.outcome().conditions().isEmpty()
            && spec.pack().thrown().isEmpty()
            && spec.pack().tokens().isEmpty()
            && spec.pack().key() == null
            && !MethodMatch.returnsStage(method);
    for (ValueSpec label : spec.labels().values()) {
      ValueSpec.Root root = label.root();
      constant &=
          root == ValueSpec.Root.CONSTANT
              || root == ValueSpec.Root.CLASS
              || root == ValueSpec.Root.METHOD;
    }
    if (!constant) {
      return Kind.VALUES;
    }
    return spec.outermost() || families.apply(spec.family()).tracked() ? Kind.RUN : Kind.CELLS;
  }
}
