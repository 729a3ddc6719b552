package io.heddle.agent.weave.advice.parameter;

import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.StackSize;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Loads a probe as a dynamic constant, whose bootstrap method is {@link ProbeBridge#constant}. Not
 * Byte Buddy's {@code JavaConstant.Dynamic}: its classes were a seventh of the time of the first
 * weaving, since they make a JDK proxy for each kind of constant.
 *
 * @param id of the probe
 */
record DynamicProbe(int id) implements StackManipulation {
  private static final String NAME = "constant";
  private static final String OWNER = Type.getInternalName(ProbeBridge.class);
  private static final String PROBE = Type.getDescriptor(Probe.class);
  private static final String BOOTSTRAP =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)" + PROBE;

  @Override
  public boolean isValid() {
    return true;
  }

  @Override
  public Size apply(MethodVisitor methodVisitor, Implementation.Context context) {
    Handle bootstrap = new Handle(Opcodes.H_INVOKESTATIC, OWNER, NAME, BOOTSTRAP, false);
    methodVisitor.visitLdcInsn(new ConstantDynamic(NAME, PROBE, bootstrap, id));
    return StackSize.SINGLE.toIncreasingSize();
  }
}
