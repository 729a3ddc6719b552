package io.heddle.agent.weave.advice.parameter;

import io.heddle.probe.OutcomeClassifier;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.constant.LongConstant;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;

/**
 * Maps parameters to the result of a woven method, without an object for an int, long or double: a
 * box would be allocated at each call that the compiler does not inline completely.
 */
public final class ReturnedMapping implements Advice.OffsetMapping {
  private final TypeDescription.Generic wanted;

  private ReturnedMapping(TypeDescription.Generic wanted) {
    this.wanted = wanted;
  }

  /** Creates the mapping of each parameter that is marked. */
  public static final class Factory implements Advice.OffsetMapping.Factory<Returned> {
    @Override
    public Class<Returned> getAnnotationType() {
      return Returned.class;
    }

    @Override
    public Advice.OffsetMapping make(
        ParameterDescription.InDefinedShape target,
        AnnotationDescription.Loadable<Returned> annotation,
        AdviceType adviceType) {
      return new ReturnedMapping(target.getType());
    }
  }

  @Override
  public Target resolve(
      TypeDescription instrumentedType,
      MethodDescription instrumentedMethod,
      Assigner assigner,
      Advice.ArgumentHandler argumentHandler,
      Sort sort) {
    TypeDescription.Generic result = instrumentedMethod.getReturnType();
    int kind = kind(result);
    if (wanted.represents(int.class)) {
      return new Target.ForStackManipulation(IntegerConstant.forValue(kind));
    }
    boolean number = wanted.represents(long.class);
    if (result.represents(void.class) || number == (kind == OutcomeClassifier.OBJECT)) {
      return new Target.ForStackManipulation(
          number ? LongConstant.forValue(0) : NullConstant.INSTANCE);
    }
    StackManipulation conversion =
        kind == OutcomeClassifier.DOUBLE
            ? bits()
            : assigner.assign(result, wanted, Assigner.Typing.STATIC);
    return new Target.ForVariable.ReadOnly(result, argumentHandler.returned(), conversion);
  }

  private static int kind(TypeDescription.Generic result) {
    return switch (result.asErasure().getDescriptor().charAt(0)) {
      case 'B', 'S', 'I' -> OutcomeClassifier.INT;
      case 'J' -> OutcomeClassifier.LONG;
      case 'D' -> OutcomeClassifier.DOUBLE;
      default -> OutcomeClassifier.OBJECT;
    };
  }

  private static StackManipulation bits() {
    try {
      return MethodInvocation.invoke(
          new MethodDescription.ForLoadedMethod(
              Double.class.getMethod("doubleToRawLongBits", double.class)));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
