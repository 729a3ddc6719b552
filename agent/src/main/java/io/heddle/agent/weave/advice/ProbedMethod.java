package io.heddle.agent.weave.advice;

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
final class ProbedMethod extends MethodDescription.InDefinedShape.AbstractBase {
  private final MethodDescription.InDefinedShape method;
  private final int probe;
  private final boolean dynamic;
  // kept: the description itself makes them anew each time
  private final ParameterList<ParameterDescription.InDefinedShape> parameters;
  private final TypeDescription.Generic returnType;
  private final int stackSize;

  /**
   * @param probe id of the probe
   * @param dynamic true if the class may hold the probe as a dynamic constant
   */
  ProbedMethod(MethodDescription.InDefinedShape method, int probe, boolean dynamic) {
    this.method = method;
    this.probe = probe;
    this.dynamic = dynamic;
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
