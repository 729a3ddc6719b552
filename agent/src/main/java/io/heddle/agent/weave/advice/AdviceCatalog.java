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
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.AsmClassReader;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

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
   * @param method that is woven
   * @param probe id of the probe that the method feeds
   * @param dynamic true if the class may hold the probe as a dynamic constant
   * @param maxLocals slots of local variables that the method has before it is woven
   * @param labelStarts where each label that comes from the call starts, see {@link ProbedMethod};
   *     only for the advice of labeled calls
   */
  public record Fitting(
      AdviceKind kind,
      MethodDescription.InDefinedShape method,
      int probe,
      boolean dynamic,
      int maxLocals,
      List<Integer> labelStarts) {}

  /** Returns the name and descriptor of a method, which identify it within its class. */
  public static String key(MethodDescription method) {
    return method.getInternalName() + method.getDescriptor();
  }

  /**
   * Weaves methods of a class and returns its bytes. Directly with ASM: the {@code DynamicType} of
   * Byte Buddy, which can also add members, loads 120 more classes.
   *
   * @param type describes the class
   * @param bytes of the class
   * @param fittings by {@link #key}; if a method has several, the first lies around the others
   * @throws net.bytebuddy.jar.asm.MethodTooLargeException if a method gets too long for a class
   *     file
   */
  public byte[] weave(TypeDescription type, byte[] bytes, Map<String, List<Fitting>> fittings) {
    AsmClassReader reader = AsmClassReader.Factory.Default.IMPLICIT.make(bytes);
    // null if the JDK's own parser reads it, on a JDK newer than ASM; else what is not woven is
    // copied as it is
    ClassReader known = reader.unwrap(ClassReader.class);
    ClassWriter writer = known == null ? new ClassWriter(0) : new ClassWriter(known, 0);
    reader.accept(new Weaving(writer, type, fittings), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** Passes a class on, and puts the advice around those of its methods that have any. */
  private final class Weaving extends ClassVisitor {
    private final TypeDescription type;
    private final Map<String, List<Fitting>> fittings;
    private Implementation.@Nullable Context context;

    Weaving(ClassVisitor writer, TypeDescription type, Map<String, List<Fitting>> fittings) {
      super(OpenedClassReader.ASM_API, writer);
      this.type = type;
      this.fittings = fittings;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      ClassFileVersion file = ClassFileVersion.ofMinorMajor(version);
      context =
          Implementation.Context.Disabled.Factory.INSTANCE.make(
              type,
              new AuxiliaryType.NamingStrategy.Suffixing("none"),
              TypeInitializer.None.INSTANCE,
              file,
              file,
              file.isAtLeast(ClassFileVersion.JAVA_V6)
                  ? Implementation.Context.FrameGeneration.EXPAND
                  : Implementation.Context.FrameGeneration.DISABLED);
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      List<Fitting> around = fittings.get(name + descriptor);
      if (method != null && around != null && context != null) {
        for (Fitting fitting : around) {
          method = wrap(fitting, method, context);
        }
      }
      return method;
    }

    private MethodVisitor wrap(
        Fitting fitting, MethodVisitor outer, Implementation.Context context) {
      if (fitting.kind() == AdviceKind.RESUMPTION) {
        return new ContinuationResume(outer, fitting.probe());
      }
      ProbedMethod method =
          new ProbedMethod(
              fitting.method(), fitting.probe(), fitting.dynamic(), fitting.labelStarts());
      ParameterSlots slots = ParameterSlots.of(type, method, fitting.maxLocals());
      return slots.before(
          advice(fitting.kind())
              .wrap(
                  type,
                  method,
                  slots.behind(outer),
                  context,
                  TypePool.Empty.INSTANCE,
                  0,
                  ClassReader.EXPAND_FRAMES));
    }
  }

  /** Reads the advice that most rules need. */
  public void prepare() {
    advice(AdviceKind.CELLS);
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
