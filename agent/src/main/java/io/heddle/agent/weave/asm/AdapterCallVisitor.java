package io.heddle.agent.weave.asm;

import io.heddle.probe.AdapterCalls;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.ActiveCall;
import java.util.Arrays;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Puts into one method what {@link io.heddle.agent.weave.advice.AdapterAdvice} says, written out:
 * the call goes to its adapter before the body, and with the result or the exception after it. The
 * two locals that this takes lie behind those of the body, whose slots stay as they are.
 *
 * <p>A return must find nothing on the stack but its value, as everything that javac writes does.
 */
final class AdapterCallVisitor extends MethodVisitor {
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String OVERFLOW = "java/lang/StackOverflowError";
  private static final String BRIDGE = Type.getInternalName(ProbeBridge.class);
  private static final String CALLS = Type.getInternalName(AdapterCalls.class);
  private static final String CALL = Type.getInternalName(ActiveCall.class);
  private static final String PROBE = Type.getDescriptor(Probe.class);
  private static final String VISIT =
      "(" + PROBE + "Ljava/lang/Object;[Ljava/lang/Object;)L" + CALL + ";";
  private static final String LEAVE =
      "(" + PROBE + "L" + CALL + ";Ljava/lang/Object;Ljava/lang/Throwable;)V";
  // probe, receiver, array twice, index, and a long
  private static final int STACK = 7;
  private static final Object[] NOTHING = {};

  private final String owner;
  private final boolean isStatic;
  private final Type[] parameters;
  private final Type result;
  private final int probe;
  // slots: the body's locals, then the call that began, then the result or the exception
  private final int call;
  private final int outcome;
  private final Label body = new Label();
  private final Label returns = new Label();
  private boolean isLeft;

  /**
   * @param owner internal name of the class
   * @param maxLocals slots of local variables that the body uses
   * @param probe id of the probe of the method
   */
  AdapterCallVisitor(
      MethodVisitor writer,
      String owner,
      boolean isStatic,
      String descriptor,
      int maxLocals,
      int probe) {
    super(Opcodes.ASM9, writer);
    this.owner = owner;
    this.isStatic = isStatic;
    this.parameters = Type.getArgumentTypes(descriptor);
    this.result = Type.getReturnType(descriptor);
    this.probe = probe;
    this.call = maxLocals;
    this.outcome = maxLocals + 1;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label begin = new Label();
    Label end = new Label();
    Label failed = new Label();
    super.visitTryCatchBlock(begin, end, failed, THROWABLE);
    super.visitLabel(begin);
    loadProbe();
    if (isStatic) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      super.visitVarInsn(Opcodes.ALOAD, 0);
    }
    loadArguments();
    super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "visit", VISIT, false);
    super.visitVarInsn(Opcodes.ASTORE, call);
    super.visitLabel(end);
    super.visitJumpInsn(Opcodes.GOTO, body);
    super.visitLabel(failed);
    Object[] entry = entryLocals();
    super.visitFrame(Opcodes.F_NEW, entry.length, entry, 1, new Object[] {THROWABLE});
    swallow();
    super.visitInsn(Opcodes.ACONST_NULL);
    super.visitVarInsn(Opcodes.ASTORE, call);
    super.visitLabel(body);
    visitFrame(Opcodes.F_NEW, entry.length, entry, 0, NOTHING);
    super.visitInsn(Opcodes.NOP); // the body may begin with a frame of its own
  }

  private void loadProbe() {
    super.visitLdcInsn(probe);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "at", "(I)" + PROBE, false);
  }

  private void swallow() {
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, BRIDGE, "swallowed", "(L" + THROWABLE + ";)V", false);
  }

  private void loadArguments() {
    super.visitIntInsn(Opcodes.SIPUSH, parameters.length);
    super.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < parameters.length; i++) {
      super.visitInsn(Opcodes.DUP);
      super.visitIntInsn(Opcodes.SIPUSH, i);
      super.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), slot);
      box(parameters[i]);
      super.visitInsn(Opcodes.AASTORE);
      slot += parameters[i].getSize();
    }
  }

  private void box(Type type) {
    String boxed =
        switch (type.getSort()) {
          case Type.BOOLEAN -> "Boolean";
          case Type.CHAR -> "Character";
          case Type.BYTE -> "Byte";
          case Type.SHORT -> "Short";
          case Type.INT -> "Integer";
          case Type.FLOAT -> "Float";
          case Type.LONG -> "Long";
          case Type.DOUBLE -> "Double";
          default -> "";
        };
    if (!boxed.isEmpty()) {
      String box = "java/lang/" + boxed;
      String descriptor = "(" + type.getDescriptor() + ")L" + box + ";";
      super.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", descriptor, false);
    }
  }

  private Object[] entryLocals() {
    int receiver = isStatic ? 0 : 1;
    Object[] locals = new Object[receiver + parameters.length];
    if (receiver == 1) {
      locals[0] = owner;
    }
    for (int i = 0; i < parameters.length; i++) {
      locals[receiver + i] = entry(parameters[i]);
    }
    return locals;
  }

  private static Object entry(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }

  /** Adds the call to a frame of the body. */
  @Override
  public void visitFrame(
      int type, int count, Object @Nullable [] locals, int height, Object @Nullable [] stack) {
    Object[] known = locals == null ? NOTHING : locals;
    int slots = 0;
    for (int i = 0; i < count; i++) {
      boolean wide = Opcodes.LONG.equals(known[i]) || Opcodes.DOUBLE.equals(known[i]);
      slots += wide ? 2 : 1;
    }
    int entries = count + call - slots;
    Object[] all = Arrays.copyOf(known, entries + 1);
    Arrays.fill(all, count, entries, Opcodes.TOP);
    all[entries] = CALL;
    super.visitFrame(type, all.length, all, height, stack);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
      super.visitInsn(opcode);
      return;
    }
    if (opcode != Opcodes.RETURN) {
      super.visitVarInsn(result.getOpcode(Opcodes.ISTORE), outcome);
    }
    super.visitJumpInsn(Opcodes.GOTO, returns);
    isLeft = true;
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label thrown = new Label();
    super.visitTryCatchBlock(body, thrown, thrown, THROWABLE);
    super.visitLabel(thrown);
    outside(null, THROWABLE);
    super.visitVarInsn(Opcodes.ASTORE, outcome);
    leave(true);
    super.visitVarInsn(Opcodes.ALOAD, outcome);
    super.visitInsn(Opcodes.ATHROW);
    if (isLeft) {
      super.visitLabel(returns);
      outside(returned(), null);
      leave(false);
      if (result.getSort() != Type.VOID) {
        super.visitVarInsn(result.getOpcode(Opcodes.ILOAD), outcome);
      }
      super.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }
    super.visitMaxs(Math.max(maxStack, STACK), maxLocals + 3);
  }

  /** Returns the frame entry of the result, or null if there is none. */
  private @Nullable Object returned() {
    return result.getSort() == Type.VOID ? null : entry(result);
  }

  /** Ends the call, if one began, with the result or the exception in the slot of the outcome. */
  private void leave(boolean threw) {
    Object kept = threw ? THROWABLE : returned();
    Label begin = new Label();
    Label end = new Label();
    Label overflowed = new Label();
    Label failed = new Label();
    Label left = new Label();
    super.visitTryCatchBlock(begin, end, overflowed, OVERFLOW);
    super.visitTryCatchBlock(begin, end, failed, THROWABLE);
    super.visitVarInsn(Opcodes.ALOAD, call);
    super.visitJumpInsn(Opcodes.IFNULL, left);
    super.visitLabel(begin);
    loadProbe();
    super.visitVarInsn(Opcodes.ALOAD, call);
    loadOutcome(threw);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "leave", LEAVE, false);
    super.visitLabel(end);
    super.visitJumpInsn(Opcodes.GOTO, left);
    super.visitLabel(overflowed);
    outside(kept, OVERFLOW);
    super.visitInsn(Opcodes.POP);
    super.visitVarInsn(Opcodes.ALOAD, call);
    super.visitInsn(Opcodes.ICONST_1);
    // not a call: there is no stack left for one
    super.visitFieldInsn(Opcodes.PUTFIELD, CALL, "aborted", "Z");
    super.visitJumpInsn(Opcodes.GOTO, left);
    super.visitLabel(failed);
    outside(kept, THROWABLE);
    swallow();
    super.visitLabel(left);
    outside(kept, null);
  }

  /** Pushes the result and the exception, one of which is null. */
  private void loadOutcome(boolean threw) {
    if (threw || result.getSort() == Type.VOID) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      super.visitVarInsn(result.getOpcode(Opcodes.ILOAD), outcome);
      box(result);
    }
    if (threw) {
      super.visitVarInsn(Opcodes.ALOAD, outcome);
    } else {
      super.visitInsn(Opcodes.ACONST_NULL);
    }
  }

  /**
   * Writes a frame outside of the body, which says nothing about its locals.
   *
   * @param kept entry of the slot of the outcome; null: nothing is there
   * @param stack entry on the stack; null: it is empty
   */
  private void outside(@Nullable Object kept, @Nullable String stack) {
    Object[] locals = new Object[call + 1 + (kept == null ? 0 : 1)];
    Arrays.fill(locals, 0, call, Opcodes.TOP);
    locals[call] = CALL;
    if (kept != null) {
      locals[outcome] = kept;
    }
    Object[] height = stack == null ? NOTHING : new Object[] {stack};
    super.visitFrame(Opcodes.F_NEW, locals.length, locals, height.length, height);
  }
}
