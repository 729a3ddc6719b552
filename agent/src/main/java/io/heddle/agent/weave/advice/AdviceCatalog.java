package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.LabelStartMapping;
import io.heddle.agent.weave.advice.parameter.ParameterSlots;
import io.heddle.agent.weave.advice.parameter.ProbeMapping;
import io.heddle.agent.weave.advice.parameter.ProbedMethod;
import io.heddle.agent.weave.advice.parameter.ReturnedMapping;
import io.heddle.probe.ProbeBridge;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;

/** The advice of each kind, read once for all classes, and fitted to methods. Thread-safe. */
public final class AdviceCatalog {
  // read when the first method needs it: most applications use two or three
  private final Map<AdviceKind, Advice> byKind = new EnumMap<>(AdviceKind.class);
  private final Advice.WithCustomMapping mapping =
      Advice.withCustomMapping()
          .bind(new ProbeMapping())
          .bind(new LabelStartMapping.Factory())
          .bind(new ReturnedMapping.Factory());
  private final Advice.ExceptionHandler counted;

  /** Creates the catalog; no advice is read yet. */
  public AdviceCatalog() throws ReflectiveOperationException {
    this.counted =
        new Advice.ExceptionHandler.Simple(
            MethodInvocation.invoke(
                new MethodDescription.ForLoadedMethod(
                    ProbeBridge.class.getMethod("swallowed", Throwable.class))));
  }

  /**
   * An advice that a method is woven with.
   *
   * @param kind of the advice
   * @param probe id of the probe that the method feeds
   * @param dynamic true if the class may hold the probe as a dynamic constant
   * @param maxLocals slots of local variables that the method has before it is woven
   * @param labelStarts where each label that comes from the call starts, see {@link ProbedMethod};
   *     only for the advice of labeled calls
   */
  public record Fitting(
      AdviceKind kind, int probe, boolean dynamic, int maxLocals, List<Integer> labelStarts) {}

  /** Returns the name and descriptor of a method, which identify it within its class. */
  public static String key(MethodDescription method) {
    return method.getInternalName() + method.getDescriptor();
  }

  /**
   * Returns a wrapper that weaves methods of a class.
   *
   * @param fittings by {@link #key}; if a method has several, the first lies around the others
   */
  public AsmVisitorWrapper weaving(Map<String, List<Fitting>> fittings) {
    return new AsmVisitorWrapper.ForDeclaredMethods()
        .readerFlags(ClassReader.EXPAND_FRAMES)
        .method(method -> fittings.containsKey(key(method)), new Weaving(fittings));
  }

  private final class Weaving implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private final Map<String, List<Fitting>> fittings;

    Weaving(Map<String, List<Fitting>> fittings) {
      this.fittings = fittings;
    }

    @Override
    public MethodVisitor wrap(
        TypeDescription instrumentedType,
        MethodDescription instrumentedMethod,
        MethodVisitor methodVisitor,
        Implementation.Context implementationContext,
        TypePool typePool,
        int writerFlags,
        int readerFlags) {
      MethodVisitor outer = methodVisitor;
      for (Fitting fitting : fittings.getOrDefault(key(instrumentedMethod), List.of())) {
        if (fitting.kind() == AdviceKind.RESUMPTION) {
          outer = new ContinuationResume(outer, fitting.probe());
          continue;
        }
        ProbedMethod method =
            new ProbedMethod(
                instrumentedMethod.asDefined(),
                fitting.probe(),
                fitting.dynamic(),
                fitting.labelStarts());
        ParameterSlots slots = ParameterSlots.of(instrumentedType, method, fitting.maxLocals());
        outer =
            slots.before(
                advice(fitting.kind())
                    .wrap(
                        instrumentedType,
                        method,
                        slots.behind(outer),
                        implementationContext,
                        typePool,
                        writerFlags,
                        readerFlags));
      }
      return outer;
    }
  }

  private synchronized Advice advice(AdviceKind kind) {
    Advice known = byKind.get(kind);
    if (known == null) {
      ClassLoader own = AdviceCatalog.class.getClassLoader();
      known =
          mapping
              .to(
                  new AdvicePool(kind.advice(), own).describe(kind.advice().getName()).resolve(),
                  ClassFileLocator.ForClassLoader.of(own))
              .withExceptionHandler(counted);
      byKind.put(kind, known);
    }
    return known;
  }
}
