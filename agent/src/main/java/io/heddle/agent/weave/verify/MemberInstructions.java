package io.heddle.agent.weave.verify;

import java.util.Arrays;

/** Applies the instructions that use fields and call methods, from getstatic to invokedynamic. */
final class MemberInstructions {
  private static final int INVOKEINTERFACE = 7;
  private static final int INVOKESPECIAL = 5;

  private final ClassFile file;
  private final MethodCode code;
  private final VerificationTypes types;
  private final TypeState state;

  MemberInstructions(ClassFile file, MethodCode code, VerificationTypes types, TypeState state) {
    this.file = file;
    this.code = code;
    this.types = types;
    this.state = state;
  }

  /** Kinds of constants that getstatic to invokedynamic may name (JVMS 6.5). */
  private static final String[] MEMBERS = {
    "\11", "\11", "\11", "\11", "\12", "\12\13", "\12\13", "\13", "\22"
  };

  /**
   * Applies an instruction.
   *
   * @param operation its opcode, counted from that of getstatic
   * @param at position of the instruction in the file
   */
  void execute(int operation, int at) throws VerificationException {
    int constant = file.u2(at + 1);
    requireOperands(operation, at);
    file.require(constant, MEMBERS[operation]);
    String descriptor = file.memberDescriptor(constant);
    switch (operation) {
      case 0 -> state.push(types.of(descriptor, 0));
      case 1 -> state.pop(types.of(descriptor, 0));
      case 2 -> {
        state.pop(types.object(file.owner(constant)));
        state.push(types.of(descriptor, 0));
      }
      case 3 -> {
        state.pop(types.of(descriptor, 0));
        popOwner(constant);
      }
      default -> invoke(operation, constant, descriptor);
    }
  }

  /** Checks the bytes behind the constant: argument slots of invokeinterface, else 0. */
  private void requireOperands(int operation, int at) throws VerificationException {
    int slots = 0;
    if (operation == INVOKEINTERFACE) {
      slots = 1;
      for (int type : parameters(types, file.memberDescriptor(file.u2(at + 1)))) {
        slots += VerificationTypes.isWide(type) ? 2 : 1;
      }
    }
    if (operation >= INVOKEINTERFACE && file.u2(at + 3) != slots << 8) {
      throw new VerificationException("the operands of a call are wrong");
    }
  }

  private void popOwner(int constant) throws VerificationException {
    int receiver = state.popReference();
    // a constructor may fill fields before it has called another one
    if (!VerificationTypes.isUninitialized(receiver)) {
      state.push(receiver);
      state.pop(types.object(file.owner(constant)));
    }
  }

  private void invoke(int operation, int constant, String descriptor) throws VerificationException {
    int[] parameters = parameters(types, descriptor);
    for (int i = parameters.length - 1; i >= 0; i--) {
      state.pop(parameters[i]);
    }
    boolean isStatic = operation == 6 || operation == 8;
    if (!isStatic) {
      receive(operation == INVOKESPECIAL, constant);
    }
    int result = descriptor.indexOf(')') + 1;
    if (descriptor.charAt(result) != 'V') {
      state.push(types.of(descriptor, result));
    }
  }

  private void receive(boolean special, int constant) throws VerificationException {
    boolean constructor = file.memberName(constant).charAt(0) == '<';
    int owner = types.object(file.owner(constant));
    if (constructor && special) {
      construct(constant);
      return;
    }
    int own = types.object(file.name());
    if (constructor || (special && !types.isAssignable(own, owner))) {
      throw new VerificationException(file.memberName(constant) + " cannot be called so");
    }
    state.pop(special ? own : owner);
  }

  private void construct(int constant) throws VerificationException {
    int made = state.popReference();
    if (!VerificationTypes.isUninitialized(made)) {
      throw new VerificationException("a constructor is called on " + types.text(made));
    }
    boolean own = made == VerificationTypes.UNINITIALIZED_THIS;
    String type = own ? file.name() : file.owner(constant);
    if (!own && !type.equals(madeClass(made))) {
      throw new VerificationException("the constructor of " + type + " is called on another class");
    }
    state.initialize(made, types.object(type));
  }

  private String madeClass(int made) {
    int instruction = code.start() + VerificationTypes.offsetOfNew(made);
    return file.className(file.u2(instruction + 1));
  }

  /** Returns the types of the parameters of a descriptor, one each. */
  static int[] parameters(VerificationTypes types, String descriptor) {
    int[] all = new int[descriptor.length()];
    int count = 0;
    int at = 1;
    while (descriptor.charAt(at) != ')') {
      all[count++] = types.of(descriptor, at);
      at = VerificationTypes.end(descriptor, at);
    }
    return Arrays.copyOf(all, count);
  }
}
