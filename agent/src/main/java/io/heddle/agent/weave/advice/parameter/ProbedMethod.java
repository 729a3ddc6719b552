package io.heddle.agent.weave.advice.parameter;

import java.util.List;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.annotation.AnnotationValue;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.method.ParameterList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.description.type.TypeList;
import org.jspecify.annotations.Nullable;

/**
 * A method with the probe that it feeds, from which an advice, which is made once for all classes,
 * gets the probe of the method that it is fitted to. Immutable.
 */
public final class ProbedMethod extends MethodDescription.InDefinedShape.AbstractBase {
  /** The start of a label that starts with the receiver. */
  public static final int RECEIVER = -1;

  /** The start of a label that has none in this method. */
  static final int NOWHERE = -2;

  private final MethodDescription.InDefinedShape method;
  private final int probe;
  private final boolean dynamic;
  private final List<Integer> labelStarts;
  // kept: the description itself makes them anew each time
  private final ParameterList<ParameterDescription.InDefinedShape> parameters;
  private final TypeDescription.Generic returnType;
  private final int stackSize;

  /**
   * @param probe id of the probe
   * @param dynamic true if the class may hold the probe as a dynamic constant
   * @param labelStarts where each label that comes from the call starts: the index of an argument,
   *     or {@link #RECEIVER}
   */
  public ProbedMethod(
      MethodDescription.InDefinedShape method,
      int probe,
      boolean dynamic,
      List<Integer> labelStarts) {
    this.method = method;
    this.probe = probe;
    this.dynamic = dynamic;
    this.labelStarts = labelStarts;
    this.parameters = method.getParameters();
    this.returnType = method.getReturnType();
    this.stackSize = method.getStackSize();
  }

  int probe() {
    return probe;
  }

  boolean isDynamic() {
    return dynamic;
  }

  /**
   * Returns where a label starts: the index of an argument, {@link #RECEIVER}, or {@link #NOWHERE}.
   */
  int labelStart(int label) {
    int start = label < labelStarts.size() ? labelStarts.get(label) : NOWHERE;
    boolean present =
        start == RECEIVER ? !isStatic() && !isConstructor() : start < parameters.size();
    return present ? start : NOWHERE;
  }

  @Override
  public TypeDescription getDeclaringType() {
    return method.getDeclaringType();
  }

  @Override
  public TypeDescription.Generic getReturnType() {
    return returnType;
  }

  @Override
  public ParameterList<ParameterDescription.InDefinedShape> getParameters() {
    return parameters;
  }

  @Override
  public int getStackSize() {
    return stackSize;
  }

  @Override
  public TypeList.Generic getExceptionTypes() {
    return method.getExceptionTypes();
  }

  @Override
  public @Nullable AnnotationValue<?, ?> getDefaultValue() {
    return method.getDefaultValue();
  }

  @Override
  public TypeDescription.Generic getReceiverType() {
    return method.getReceiverType();
  }

  @Override
  public TypeList.Generic getTypeVariables() {
    return method.getTypeVariables();
  }

  @Override
  public AnnotationList getDeclaredAnnotations() {
    return method.getDeclaredAnnotations();
  }

  @Override
  public String getInternalName() {
    return method.getInternalName();
  }

  @Override
  public int getModifiers() {
    return method.getModifiers();
  }
}
