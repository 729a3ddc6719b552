package io.heddle.agent.weave.advice;

import io.heddle.probe.coroutine.SuspendedCalls;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Reports each continuation of Kotlin that a method resumes: its receiver, and those that it calls,
 * with the result, right before the call. An advice would not do: the library's own loop goes from
 * one continuation to the next within one call of its method.
 */
final class ContinuationResume extends MethodVisitor {
  private static final String DOOR = Type.getInternalName(SuspendedCalls.class);
  private static final String RESULT = "(Ljava/lang/Object;)";
  private static final int STACK = 3;

  private final int probe;

  /**
   * @param probe id of the probe of the method, {@code resumeWith} of a continuation
   */
  ContinuationResume(MethodVisitor writer, int probe) {
    super(OpenedClassReader.ASM_API, writer);
    this.probe = probe;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitVarInsn(Opcodes.ALOAD, 0);
    super.visitVarInsn(Opcodes.ALOAD, 1);
    tell();
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    if (opcode != Opcodes.INVOKESTATIC
        && descriptor.startsWith(RESULT)
        && (name.equals("invokeSuspend") || name.equals("resumeWith"))) {
      super.visitInsn(Opcodes.DUP2);
      tell();
    }
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  private void tell() {
    super.visitLdcInsn(probe);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, DOOR, "resumed", "(Ljava/lang/Object;Ljava/lang/Object;I)V", false);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + STACK, maxLocals);
  }
}
