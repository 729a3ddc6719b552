package io.heddle.agent.weave.verify;

import java.util.Arrays;

/** The types of local variables and of the operand stack at one point of a method. Mutable. */
final class TypeState {
  private final VerificationTypes types;
  private final int[] locals;
  private final int[] stack;
  private int depth;
  private int localChanges;

  TypeState(VerificationTypes types, int maxLocals, int maxStack) {
    this.types = types;
    this.locals = new int[maxLocals];
    this.stack = new int[maxStack];
  }

  /** Sets this state to what a frame declares. */
  void set(Frame frame) {
    Arrays.fill(locals, VerificationTypes.TOP);
    System.arraycopy(frame.locals(), 0, locals, 0, frame.locals().length);
    System.arraycopy(frame.stack(), 0, stack, 0, frame.stack().length);
    depth = frame.stack().length;
    localChanges++;
  }

  /** Returns a number that is another one after each change of a local variable. */
  int localChanges() {
    return localChanges;
  }

  /** Checks that control may pass from here to where this frame is declared. */
  void requireAssignable(Frame frame) throws VerificationException {
    requireLocals(frame);
    int[] wanted = frame.stack();
    if (depth != wanted.length) {
      throw new VerificationException("the stack holds " + depth + " slots, not " + wanted.length);
    }
    for (int i = 0; i < depth; i++) {
      require(stack[i], wanted[i], "stack", i);
    }
  }

  /** Checks the local variables alone, as for an exception handler. */
  void requireLocals(Frame frame) throws VerificationException {
    int[] wanted = frame.locals();
    for (int i = 0; i < wanted.length; i++) {
      require(locals[i], wanted[i], "local variable", i);
    }
  }

  private void require(int found, int wanted, String what, int slot) throws VerificationException {
    if (!types.isAssignable(found, wanted)) {
      throw new VerificationException(
          what + " " + slot + " is " + types.text(found) + ", not " + types.text(wanted));
    }
  }

  void push(int type) throws VerificationException {
    int slots = VerificationTypes.isWide(type) ? 2 : 1;
    if (depth + slots > stack.length) {
      throw new VerificationException("the stack is higher than declared");
    }
    stack[depth++] = type;
    if (slots == 2) {
      stack[depth++] = VerificationTypes.secondHalf(type);
    }
  }

  /** Takes one slot of any type off. */
  int popSlot() throws VerificationException {
    if (depth == 0) {
      throw new VerificationException("the stack is empty");
    }
    return stack[--depth];
  }

  /** Puts one slot back as {@link #popSlot} returned it. */
  void pushSlot(int type) throws VerificationException {
    if (depth == stack.length) {
      throw new VerificationException("the stack is higher than declared");
    }
    stack[depth++] = type;
  }

  /** Takes a value off that may be assigned to this type. */
  void pop(int wanted) throws VerificationException {
    int slot = popSlot();
    if (VerificationTypes.isWide(wanted)) {
      if (slot != VerificationTypes.secondHalf(wanted)) {
        require(slot, wanted, "stack", depth);
      }
      slot = popSlot();
    }
    require(slot, wanted, "stack", depth);
  }

  int popReference() throws VerificationException {
    int found = popSlot();
    if (!VerificationTypes.isReference(found)) {
      throw new VerificationException(
          "stack " + depth + " is " + types.text(found) + ", not an object");
    }
    return found;
  }

  int local(int slot) throws VerificationException {
    if (slot >= locals.length) {
      throw new VerificationException("local variable " + slot + " is beyond those declared");
    }
    return locals[slot];
  }

  void store(int slot, int type) throws VerificationException {
    boolean wide = VerificationTypes.isWide(type);
    local(wide ? slot + 1 : slot);
    forgetHalves(slot);
    locals[slot] = type;
    if (wide) {
      forgetHalves(slot + 1);
      locals[slot] = type;
      locals[slot + 1] = VerificationTypes.secondHalf(type);
    }
    localChanges++;
  }

  /** Makes the other half of a long or double useless when one half is written over. */
  private void forgetHalves(int slot) {
    if (VerificationTypes.isSecondHalf(locals[slot])) {
      locals[slot - 1] = VerificationTypes.TOP;
    }
    if (VerificationTypes.isWide(locals[slot])) {
      locals[slot + 1] = VerificationTypes.TOP;
    }
  }

  /** Marks an object as initialized everywhere, after its constructor has returned. */
  void initialize(int uninitialized, int initialized) {
    for (int i = 0; i < locals.length; i++) {
      if (locals[i] == uninitialized) {
        locals[i] = initialized;
      }
    }
    for (int i = 0; i < depth; i++) {
      if (stack[i] == uninitialized) {
        stack[i] = initialized;
      }
    }
    localChanges++;
  }
}
