package io.heddle.agent.weave.advice.parameter;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;

/** Maps a parameter to the receiver or the argument that a label of a woven method starts with. */
public final class LabelStartMapping implements Advice.OffsetMapping {
  private final int label;
  private final TypeDescription.Generic object =
      TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class);

  private LabelStartMapping(int label) {
    this.label = label;
  }

  /** Creates the mapping of each parameter that is marked. */
  public static final class Factory implements Advice.OffsetMapping.Factory<LabelStart> {
    @Override
    public Class<LabelStart> getAnnotationType() {
      return LabelStart.class;
    }

    @Override
    public Advice.OffsetMapping make(
        ParameterDescription.InDefinedShape target,
        AnnotationDescription.Loadable<LabelStart> annotation,
        AdviceType adviceType) {
      // not load(): it makes a JDK proxy, after which the numbered names of the application's own
      // proxies would begin
      Integer label = annotation.getValue("value").resolve(Integer.class);
      return new LabelStartMapping(label);
    }
  }

  @Override
  public Target resolve(
      TypeDescription instrumentedType,
      MethodDescription instrumentedMethod,
      Assigner assigner,
      Advice.ArgumentHandler argumentHandler,
      Sort sort) {
    if (!(instrumentedMethod instanceof ProbedMethod method)) {
      throw new IllegalStateException("no labels for " + instrumentedMethod);
    }
    int start = method.labelStart(label);
    if (start == ProbedMethod.NOWHERE) {
      return new Target.ForStackManipulation(NullConstant.INSTANCE);
    }
    if (start == ProbedMethod.RECEIVER) {
      int receiver = argumentHandler.argument(Advice.ArgumentHandler.THIS_REFERENCE);
      return new Target.ForVariable.ReadOnly(instrumentedType, receiver);
    }
    ParameterDescription argument = method.getParameters().get(start);
    return new Target.ForVariable.ReadOnly(
        argument.getType(),
        argumentHandler.argument(argument.getOffset()),
        assigner.assign(argument.getType(), object, Assigner.Typing.STATIC));
  }
}
