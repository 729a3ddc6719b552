package io.heddle.agent.weave.advice.parameter;

import java.util.Arrays;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * The slots of the receiver and the parameters of one method, kept apart from the advice around its
 * body. Bytecode may use such a slot for something else: JDK proxies, ProGuard and R8 do.
 *
 * <p>Byte Buddy declares, in the frames of the exit, that these slots hold what they held in the
 * beginning, and refuses a body whose own frames say otherwise. Its alternative, {@code
 * backupArguments}, has the body work on copies: then the first slots keep alive what the method
 * lets go of, and the code grows by a third. So the exit here declares nothing about these slots,
 * and Byte Buddy is shown the body frames that it wants, which are corrected behind it.
 */
public final class ParameterSlots {
  /** Frame entries of a method without parameters and receiver. */
  private static final Object[] NONE = {};

  // an entry for the receiver and each parameter, as ASM's frames have them
  private final Object[] declared;
  private final int slots;
  private final int spare;
  // what the frame of the body that is being translated really says about these slots
  private Object @Nullable [] actual;
  private boolean inExit;

  private ParameterSlots(Object[] declared, int slots, int spare) {
    this.declared = declared;
    this.slots = slots;
    this.spare = spare;
  }

  /**
   * Returns the slots of a method.
   *
   * @param maxLocals slots that the method uses in all before it is woven
   */
  public static ParameterSlots of(TypeDescription type, MethodDescription method, int maxLocals) {
    int receiver = method.isStatic() ? 0 : 1;
    Object[] declared = new Object[receiver + method.getParameters().size()];
    if (receiver == 1) {
      declared[0] = type.getInternalName();
    }
    for (int i = receiver; i < declared.length; i++) {
      declared[i] = entry(method.getParameters().get(i - receiver).getType().asErasure());
    }
    return new ParameterSlots(
        declared.length == 0 ? NONE : declared, method.getStackSize(), maxLocals);
  }

  private static Object entry(TypeDescription type) {
    return switch (type.getDescriptor().charAt(0)) {
      case 'Z', 'B', 'C', 'S', 'I' -> Opcodes.INTEGER;
      case 'F' -> Opcodes.FLOAT;
      case 'J' -> Opcodes.LONG;
      case 'D' -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }

  /** Returns a visitor in front of the advice that shows it the body. */
  public MethodVisitor before(MethodVisitor advice) {
    return new Body(advice);
  }

  /** Returns a visitor behind the advice that corrects the frames. */
  public MethodVisitor behind(MethodVisitor writer) {
    return new Frames(writer);
  }

  private static boolean isWide(@Nullable Object entry) {
    return Opcodes.LONG.equals(entry) || Opcodes.DOUBLE.equals(entry);
  }

  /** Shows the body as Byte Buddy wants to see it. */
  private final class Body extends MethodVisitor {
    private boolean usesSpare;

    Body(MethodVisitor advice) {
      super(OpenedClassReader.ASM_API, advice);
    }

    @Override
    public void visitFrame(
        int type, int count, Object @Nullable [] locals, int height, Object @Nullable [] stack) {
      if (type != Opcodes.F_NEW) {
        throw new IllegalStateException("frames must be expanded");
      }
      Object[] bySlot = bySlot(count, locals == null ? NONE : locals);
      Object[] own = Arrays.copyOf(bySlot, slots);
      Object[] shown = shown(bySlot);
      actual = entries(own, 0, slots);
      super.visitFrame(type, shown.length, shown, height, stack);
      actual = null;
    }

    /** Spreads entries over slots: a long or double is in its first slot, the next is empty. */
    private Object[] bySlot(int count, Object[] locals) {
      Object[] bySlot = new Object[Math.max(slots, 2 * count) + 2];
      int slot = 0;
      for (int i = 0; i < count; i++) {
        bySlot[slot] = locals[i];
        slot += isWide(locals[i]) ? 2 : 1;
      }
      if (slots > 0 && isWide(bySlot[slots - 1])) {
        bySlot = Arrays.copyOf(bySlot, Math.max(bySlot.length, spare + 2));
        bySlot[spare] = bySlot[slots - 1];
        bySlot[slots - 1] = Opcodes.TOP;
        bySlot[slots] = Opcodes.TOP;
      }
      return bySlot;
    }

    private Object[] shown(Object[] bySlot) {
      Object[] rest = entries(bySlot, slots, bySlot.length);
      int used = rest.length;
      while (used > 0 && rest[used - 1] == Opcodes.TOP) {
        used--;
      }
      Object[] shown = Arrays.copyOf(declared, declared.length + used);
      System.arraycopy(rest, 0, shown, declared.length, used);
      return shown;
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
      boolean wide =
          opcode == Opcodes.LLOAD
              || opcode == Opcodes.LSTORE
              || opcode == Opcodes.DLOAD
              || opcode == Opcodes.DSTORE;
      super.visitVarInsn(opcode, wide ? moved(slot) : slot);
    }

    /**
     * Returns the slot to use for a long or double: one that begins in the last slot of the
     * parameters would end in the first one of the advice, so it gets two slots of its own. A wide
     * load from there can mean nothing else.
     */
    private int moved(int slot) {
      if (slot == slots - 1) {
        usesSpare = true;
        return spare;
      }
      return slot;
    }

    @Override
    public void visitLocalVariable(
        String name,
        String descriptor,
        @Nullable String signature,
        Label start,
        Label end,
        int slot) {
      boolean wide = descriptor.equals("J") || descriptor.equals("D");
      super.visitLocalVariable(name, descriptor, signature, start, end, wide ? moved(slot) : slot);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      inExit = true;
      super.visitMaxs(maxStack, usesSpare ? Math.max(maxLocals, spare + 2) : maxLocals);
    }
  }

  /** Returns slots as entries of a frame: one for a long or double, {@code TOP} for no value. */
  private static Object[] entries(Object[] bySlot, int from, int to) {
    Object[] entries = new Object[to - from];
    int count = 0;
    int slot = from;
    while (slot < to) {
      Object entry = bySlot[slot] == null ? Opcodes.TOP : bySlot[slot];
      entries[count++] = entry;
      slot += isWide(entry) ? 2 : 1;
    }
    return Arrays.copyOf(entries, count);
  }

  /** Writes the frames of the woven method. */
  private final class Frames extends MethodVisitor {
    Frames(MethodVisitor writer) {
      super(OpenedClassReader.ASM_API, writer);
    }

    @Override
    public void visitFrame(
        int type, int count, Object @Nullable [] locals, int height, Object @Nullable [] stack) {
      Object[] own = actual;
      if (own == null && inExit) {
        own = new Object[slots];
        Arrays.fill(own, Opcodes.TOP);
      }
      if (own == null || locals == null) {
        super.visitFrame(type, count, locals, height, stack);
        return;
      }
      Object[] right = new Object[own.length + count - declared.length];
      System.arraycopy(own, 0, right, 0, own.length);
      System.arraycopy(locals, declared.length, right, own.length, count - declared.length);
      super.visitFrame(type, right.length, right, height, stack);
    }
  }
}
