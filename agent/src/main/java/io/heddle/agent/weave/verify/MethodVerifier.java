package io.heddle.agent.weave.verify;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks one method by its StackMapTable in one pass (JVMS 4.10.1): each frame must follow from
 * what comes before it, and each place that jumps or throws must fit the frame that it leads to.
 */
final class MethodVerifier {
  private static final int GOTO = 167;
  private static final int TABLESWITCH = 170;
  private static final int LOOKUPSWITCH = 171;
  private static final int RETURN = 177;
  private static final int ATHROW = 191;
  private static final int WIDE = 196;
  private static final int GOTO_W = 200;
  private static final int UNCHECKED = -1;

  private final ClassFile file;
  private final MethodCode code;
  private final VerificationTypes types;
  private final TypeState state;
  private final Instructions instructions;
  private final StackMap frames;
  private final Frame entry;
  // for each exception handler: the change of local variables after which it was last checked
  private final int[] checked;
  private boolean reachable = true;

  MethodVerifier(ClassFile file, MethodCode code, VerificationTypes types)
      throws VerificationException {
    this.file = file;
    this.code = code;
    this.types = types;
    this.state = new TypeState(types, code.maxLocals(), code.maxStack());
    this.instructions = new Instructions(file, code, types, state);
    int[] initial = initial();
    this.entry = new Frame(StackMap.slots(initial), new int[0]);
    this.frames = StackMap.of(file, code, types, initial);
    this.checked = new int[code.handlerCount()];
    Arrays.fill(checked, UNCHECKED);
  }

  /** Returns the types of the receiver and the parameters. */
  private int[] initial() {
    int[] parameters = MemberInstructions.parameters(types, code.descriptor());
    if (code.isStatic()) {
      return parameters;
    }
    int[] all = new int[parameters.length + 1];
    all[0] = types.object(file.name());
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return all;
  }

  /** Checks the method. */
  void verify() throws VerificationException {
    if (entry.locals().length > code.maxLocals()) {
      throw new VerificationException("the parameters take more slots than declared");
    }
    state.set(entry);
    int offset = 0;
    while (offset < code.length()) {
      int at = code.start() + offset;
      try {
        meet(frames.at(offset));
        checkHandlers(offset);
        instructions.execute(at, offset);
        follow(at, offset);
      } catch (VerificationException e) {
        throw new VerificationException("at " + offset + ": " + e.getMessage());
      }
      offset += length(at, offset);
    }
    if (reachable) {
      throw new VerificationException("the code ends without a return");
    }
  }

  private void meet(@Nullable Frame frame) throws VerificationException {
    if (frame != null) {
      if (reachable) {
        state.requireAssignable(frame);
      }
      state.set(frame);
      reachable = true;
    } else if (!reachable) {
      throw new VerificationException("a frame is missing");
    }
  }

  /** Checks the handlers of an instruction, which find the variables as they are before it. */
  private void checkHandlers(int offset) throws VerificationException {
    for (int i = 0; i < checked.length; i++) {
      int entryAt = code.handlers() + 8 * i;
      if (offset < file.u2(entryAt) || offset >= file.u2(entryAt + 2)) {
        continue;
      }
      if (checked[i] == UNCHECKED) {
        checkCaught(entryAt);
      }
      if (checked[i] != state.localChanges()) {
        state.requireLocals(frameAt(file.u2(entryAt + 4)));
        checked[i] = state.localChanges();
      }
    }
  }

  private void checkCaught(int entryAt) throws VerificationException {
    int caught = file.u2(entryAt + 6);
    int type = types.object(caught == 0 ? "java/lang/Throwable" : file.className(caught));
    int[] stack = frameAt(file.u2(entryAt + 4)).stack();
    if (stack.length != 1 || !types.isAssignable(type, stack[0])) {
      throw new VerificationException("a handler does not take " + types.text(type));
    }
  }

  private Frame frameAt(int offset) throws VerificationException {
    Frame frame = frames.at(offset);
    if (frame == null) {
      throw new VerificationException("there is no frame at " + offset);
    }
    return frame;
  }

  /** Checks where the instruction leads other than to the next one. */
  private void follow(int at, int offset) throws VerificationException {
    int opcode = file.u1(at);
    if ((opcode >= 153 && opcode <= GOTO) || opcode == 198 || opcode == 199) {
      state.requireAssignable(frameAt(offset + file.s2(at + 1)));
    } else if (opcode == GOTO_W) {
      state.requireAssignable(frameAt(offset + file.s4(at + 1)));
    } else if (opcode == TABLESWITCH || opcode == LOOKUPSWITCH) {
      followSwitch(at, offset);
    }
    reachable =
        opcode != GOTO
            && opcode != GOTO_W
            && opcode != ATHROW
            && (opcode < TABLESWITCH || opcode > RETURN);
  }

  private void followSwitch(int at, int offset) throws VerificationException {
    int operands = operands(at, offset);
    state.requireAssignable(frameAt(offset + file.s4(operands)));
    boolean table = file.u1(at) == TABLESWITCH;
    int count = table ? file.s4(operands + 8) - file.s4(operands + 4) + 1 : file.s4(operands + 4);
    for (int i = 1; !table && i < count; i++) {
      if (file.s4(operands + 8 * i) >= file.s4(operands + 8 + 8 * i)) {
        throw new VerificationException("the keys of a switch do not rise");
      }
    }
    for (int i = 0; i < count; i++) {
      int target = table ? operands + 12 + 4 * i : operands + 12 + 8 * i;
      state.requireAssignable(frameAt(offset + file.s4(target)));
    }
  }

  /** Returns where the operands of a switch begin: aligned to four bytes of the method. */
  private static int operands(int at, int offset) {
    return at + 4 - offset % 4;
  }

  private int length(int at, int offset) {
    int opcode = file.u1(at);
    if (opcode == TABLESWITCH) {
      int operands = operands(at, offset);
      return operands + 16 + 4 * (file.s4(operands + 8) - file.s4(operands + 4)) - at;
    }
    if (opcode == LOOKUPSWITCH) {
      int operands = operands(at, offset);
      return operands + 8 + 8 * file.s4(operands + 4) - at;
    }
    if (opcode == WIDE) {
      return file.u1(at + 1) == 132 ? 6 : 4;
    }
    return LENGTHS.charAt(opcode) - '0';
  }

  /** Bytes of each instruction, its operands included, by opcode; 0 if they vary. */
  private static final String LENGTHS =
      "1".repeat(16) // constants
          + "23233" // bipush to ldc2_w
          + "2".repeat(5) // loads
          + "1".repeat(28)
          + "2".repeat(5) // stores
          + "1".repeat(73)
          + "3" // iinc
          + "1".repeat(20)
          + "3".repeat(16) // jumps
          + "2" // ret
          + "00" // switches
          + "1".repeat(6) // returns
          + "3".repeat(7) // fields and methods
          + "55" // invokeinterface and invokedynamic
          + "323" // new, newarray, anewarray
          + "11" // arraylength, athrow
          + "33" // checkcast, instanceof
          + "11" // monitors
          + "0" // wide
          + "4" // multianewarray
          + "33" // ifnull, ifnonnull
          + "55" // goto_w, jsr_w
          + "1".repeat(54);
}
