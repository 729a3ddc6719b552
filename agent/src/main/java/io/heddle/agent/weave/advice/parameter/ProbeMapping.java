package io.heddle.agent.weave.advice.parameter;

import io.heddle.probe.ProbeBridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;

/**
 * Maps a parameter to the probe of a woven method: a dynamic constant, which the compiler folds,
 * where the class file allows it (Java 11 and later), else its id in the table (1.5 ns more a
 * call).
 */
public final class ProbeMapping
    implements Advice.OffsetMapping, Advice.OffsetMapping.Factory<ProbeConstant> {
  private final MethodDescription.InDefinedShape lookup;

  /** Creates the mapping. */
  public ProbeMapping() {
    try {
      this.lookup =
          new MethodDescription.ForLoadedMethod(ProbeBridge.class.getMethod("at", int.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Class<ProbeConstant> getAnnotationType() {
    return ProbeConstant.class;
  }

  @Override
  public Advice.OffsetMapping make(
      ParameterDescription.InDefinedShape target,
      AnnotationDescription.Loadable<ProbeConstant> annotation,
      AdviceType adviceType) {
    return this;
  }

  @Override
  public Target resolve(
      TypeDescription instrumentedType,
      MethodDescription instrumentedMethod,
      Assigner assigner,
      Advice.ArgumentHandler argumentHandler,
      Sort sort) {
    if (instrumentedMethod instanceof ProbedMethod method) {
      int id = method.probe();
      return new Target.ForStackManipulation(method.isDynamic() ? constant(id) : lookup(id));
    }
    throw new IllegalStateException("no probe for " + instrumentedMethod);
  }

  private StackManipulation constant(int id) {
    return new DynamicProbe(id);
  }

  private StackManipulation lookup(int id) {
    return new StackManipulation.Compound(
        IntegerConstant.forValue(id), MethodInvocation.invoke(lookup));
  }
}
