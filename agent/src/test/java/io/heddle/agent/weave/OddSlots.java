package io.heddle.agent.weave;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A class as optimisers write them: the slots of receiver and parameters hold something else once
 * the argument is not needed any more, in loops, in handlers and across the last of them.
 */
final class OddSlots {
  static final String NAME = "com.acme.OddSlots";
  private static final String INTERNAL = "com/acme/OddSlots";

  private final ClassWriter writer =
      new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);

  private OddSlots() {}

  static byte[] bytes(int version) {
    OddSlots odd = new OddSlots();
    odd.writer.visit(version, Opcodes.ACC_PUBLIC, INTERNAL, null, "java/lang/Object", null);
    odd.constructor();
    odd.spans();
    odd.reuses();
    odd.catches();
    odd.halves();
    odd.writer.visitEnd();
    return odd.writer.toByteArray();
  }

  private MethodVisitor method(int access, String name, String descriptor) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | access, name, descriptor, null, null);
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private void constructor() {
    MethodVisitor code = method(0, "<init>", "()V");
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    end(code);
  }

  /** A long that begins in the slot of the only parameter and ends behind it, in a loop. */
  private void spans() {
    MethodVisitor code = method(Opcodes.ACC_STATIC, "spans", "(Ljava/lang/String;)J");
    Label loop = new Label();
    Label out = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ISTORE, 3);
    code.visitInsn(Opcodes.I2L);
    code.visitVarInsn(Opcodes.LSTORE, 0);
    code.visitLabel(loop);
    code.visitVarInsn(Opcodes.ILOAD, 3);
    code.visitJumpInsn(Opcodes.IFEQ, out);
    code.visitVarInsn(Opcodes.LLOAD, 0);
    code.visitLdcInsn(3L);
    code.visitInsn(Opcodes.LMUL);
    code.visitVarInsn(Opcodes.LSTORE, 0);
    code.visitIincInsn(3, -1);
    code.visitJumpInsn(Opcodes.GOTO, loop);
    code.visitLabel(out);
    code.visitVarInsn(Opcodes.LLOAD, 0);
    code.visitInsn(Opcodes.LRETURN);
    end(code);
  }

  /** The slot of the receiver counts, that of the text holds an array, that of the int a text. */
  private void reuses() {
    MethodVisitor code = method(0, "reuses", "(Ljava/lang/String;I)Ljava/lang/Object;");
    Label loop = new Label();
    Label out = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 2);
    code.visitVarInsn(Opcodes.ISTORE, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitVarInsn(Opcodes.ASTORE, 2);
    code.visitVarInsn(Opcodes.ALOAD, 2);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "toCharArray", "()[C", false);
    code.visitVarInsn(Opcodes.ASTORE, 1);
    code.visitLabel(loop);
    code.visitVarInsn(Opcodes.ILOAD, 0);
    code.visitJumpInsn(Opcodes.IFLE, out);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitIntInsn(Opcodes.BIPUSH, 'x');
    code.visitInsn(Opcodes.CASTORE);
    code.visitIincInsn(0, -1);
    code.visitJumpInsn(Opcodes.GOTO, loop);
    code.visitLabel(out);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "([C)Ljava/lang/String;", false);
    code.visitInsn(Opcodes.ARETURN);
    end(code);
  }

  /** What a handler catches goes where the parameter was, as in the proxies of JDK 17. */
  private void catches() {
    MethodVisitor code = method(0, "catches", "(Ljava/lang/String;)I");
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    code.visitTryCatchBlock(start, end, handler, "java/lang/NumberFormatException");
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/Integer", "parseInt", "(Ljava/lang/String;)I", false);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(end);
    code.visitLabel(handler);
    code.visitVarInsn(Opcodes.ASTORE, 1);
    code.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        "java/lang/IllegalStateException",
        "<init>",
        "(Ljava/lang/Throwable;)V",
        false);
    code.visitInsn(Opcodes.ATHROW);
    end(code);
  }

  /** The halves of a long and of a double parameter hold an int and a text each. */
  private void halves() {
    MethodVisitor code = method(Opcodes.ACC_STATIC, "halves", "(JD)Ljava/lang/String;");
    Label other = new Label();
    code.visitVarInsn(Opcodes.LLOAD, 0);
    code.visitInsn(Opcodes.L2I);
    code.visitVarInsn(Opcodes.DLOAD, 2);
    code.visitInsn(Opcodes.D2I);
    code.visitInsn(Opcodes.IADD);
    code.visitVarInsn(Opcodes.ISTORE, 1);
    code.visitLdcInsn("sum");
    code.visitVarInsn(Opcodes.ASTORE, 2);
    code.visitInsn(Opcodes.FCONST_2);
    code.visitVarInsn(Opcodes.FSTORE, 3);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFGT, other);
    code.visitInsn(Opcodes.DCONST_1);
    code.visitVarInsn(Opcodes.DSTORE, 3);
    code.visitLabel(other);
    code.visitVarInsn(Opcodes.ALOAD, 2);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/String", "valueOf", "(I)Ljava/lang/String;", false);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
    code.visitInsn(Opcodes.ARETURN);
    end(code);
  }
}
