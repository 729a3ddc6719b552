package io.heddle.agent.weave.verify;

import java.util.Arrays;

/**
 * What instructions do to the types of a method (JVMS 4.10.1.9), but for where they jump. One for
 * each method. Checks all that weaving could get wrong; what only the compiler of a class could,
 * such as access to protected members, is taken for good.
 */
final class Instructions {
  /**
   * What the plain instructions take off the stack and put on it, by opcode: I int, J long, F
   * float, D double, A object, N null. An empty text: see {@link #execute}.
   */
  private static final String[] PLAIN = plain();

  private static final String NUMBERS = "IJFD";
  private static final int ATHROW = 191;

  private final ClassFile file;
  private final MethodCode code;
  private final VerificationTypes types;
  private final TypeState state;

  Instructions(ClassFile file, MethodCode code, VerificationTypes types, TypeState state) {
    this.file = file;
    this.code = code;
    this.types = types;
    this.state = state;
  }

  private static String[] plain() {
    String[] all = new String[256];
    Arrays.fill(all, "");
    all[0] = ">";
    all[1] = ">N";
    range(all, 2, 8, ">I");
    range(all, 9, 10, ">J");
    range(all, 11, 13, ">F");
    range(all, 14, 15, ">D");
    range(all, 16, 17, ">I");
    for (int i = 0; i < 4; i++) {
      char type = "IJFD".charAt(i);
      all[46 + i] = "AI>" + type;
      all[79 + i] = "AI" + type + ">";
      for (int operation = 96; operation < 116; operation += 4) {
        all[operation + i] = type + "" + type + ">" + type;
      }
      all[116 + i] = type + ">" + type;
    }
    range(all, 51, 53, "AI>I");
    all[83] = "AIA>";
    range(all, 84, 86, "AII>");
    for (int shift = 120; shift < 126; shift += 2) {
      all[shift] = "II>I";
      all[shift + 1] = "JI>J";
    }
    for (int operation = 126; operation < 132; operation += 2) {
      all[operation] = "II>I";
      all[operation + 1] = "JJ>J";
    }
    String[] conversions = {
      "I>J", "I>F", "I>D", "J>I", "J>F", "J>D", "F>I", "F>J", "F>D", "D>I", "D>J", "D>F"
    };
    System.arraycopy(conversions, 0, all, 133, conversions.length);
    range(all, 145, 147, "I>I");
    all[148] = "JJ>I";
    range(all, 149, 150, "FF>I");
    range(all, 151, 152, "DD>I");
    range(all, 153, 158, "I>");
    range(all, 159, 164, "II>");
    range(all, 165, 166, "AA>");
    all[167] = ">";
    range(all, 170, 171, "I>");
    all[190] = "A>I";
    all[193] = "A>I";
    range(all, 194, 195, "A>");
    range(all, 198, 199, "A>");
    all[200] = ">";
    return all;
  }

  private static void range(String[] all, int first, int last, String effect) {
    Arrays.fill(all, first, last + 1, effect);
  }

  /** Applies the instruction at this place in the file, which is at this offset of the method. */
  void execute(int at, int offset) throws VerificationException {
    int opcode = file.u1(at);
    String effect = PLAIN[opcode];
    if (!effect.isEmpty()) {
      plain(effect);
    } else if (opcode >= 21 && opcode <= 25) {
      load(opcode - 21, file.u1(at + 1));
    } else if (opcode >= 26 && opcode <= 45) {
      load((opcode - 26) / 4, (opcode - 26) % 4);
    } else if (opcode >= 54 && opcode <= 58) {
      store(opcode - 54, file.u1(at + 1));
    } else if (opcode >= 59 && opcode <= 78) {
      store((opcode - 59) / 4, (opcode - 59) % 4);
    } else if (opcode >= 87 && opcode <= 95) {
      shuffle(opcode - 87);
    } else if (opcode >= 172 && opcode <= 177) {
      leave(opcode - 172);
    } else if (opcode >= 178 && opcode <= 186) {
      member(opcode - 178, file.u2(at + 1));
    } else {
      other(opcode, at, offset);
    }
  }

  private void plain(String effect) throws VerificationException {
    int arrow = effect.indexOf('>');
    for (int i = arrow - 1; i >= 0; i--) {
      if (effect.charAt(i) == 'A') {
        state.popReference();
      } else {
        state.pop(type(effect.charAt(i)));
      }
    }
    if (arrow + 1 < effect.length()) {
      state.push(type(effect.charAt(arrow + 1)));
    }
  }

  private static int type(char letter) {
    return letter == 'N' ? VerificationTypes.NULL : number(NUMBERS.indexOf(letter));
  }

  /** The type of int, long, float and double, in the order of the opcodes. */
  private static int number(int kind) {
    return switch (kind) {
      case 0 -> VerificationTypes.INT;
      case 1 -> VerificationTypes.LONG;
      case 2 -> VerificationTypes.FLOAT;
      default -> VerificationTypes.DOUBLE;
    };
  }

  private void load(int kind, int slot) throws VerificationException {
    int found = state.local(slot);
    boolean fits = kind == 4 ? VerificationTypes.isReference(found) : found == number(kind);
    if (!fits) {
      throw new VerificationException(
          "local variable " + slot + " is " + types.text(found) + " and cannot be loaded so");
    }
    state.push(found);
  }

  private void store(int kind, int slot) throws VerificationException {
    if (kind == 4) {
      state.store(slot, state.popReference());
    } else {
      state.pop(number(kind));
      state.store(slot, number(kind));
    }
  }

  /** From pop to swap: by slots, each pair of which must not cut a long or double. */
  private void shuffle(int operation) throws VerificationException {
    int one = state.popSlot();
    if (operation == 0) {
      requireWhole(one);
      return;
    }
    if (operation == 1) {
      requireWhole(state.popSlot());
      return;
    }
    if (operation == 8) {
      int two = state.popSlot();
      requireWhole(one);
      requireWhole(two);
      push(one, two);
      return;
    }
    // dup, dup_x1, dup_x2, dup2, dup2_x1, dup2_x2: what is copied, and what it goes beneath
    boolean pair = operation >= 5;
    int beneath = (operation - 2) % 3;
    int[] copied = pair ? new int[] {state.popSlot(), one} : new int[] {one};
    requireWhole(copied[0]);
    int[] crossed = new int[beneath];
    for (int i = beneath - 1; i >= 0; i--) {
      crossed[i] = state.popSlot();
    }
    if (beneath > 0) {
      requireWhole(crossed[0]);
    }
    push(copied);
    push(crossed);
    push(copied);
  }

  private static void requireWhole(int lowest) throws VerificationException {
    if (VerificationTypes.isSecondHalf(lowest)) {
      throw new VerificationException("half of a long or double is moved");
    }
  }

  private void push(int... slots) throws VerificationException {
    for (int slot : slots) {
      state.pushSlot(slot);
    }
  }

  private void leave(int kind) throws VerificationException {
    int result = code.descriptor().indexOf(')') + 1;
    boolean isVoid = code.descriptor().charAt(result) == 'V';
    if (isVoid != (kind == 5)) {
      throw new VerificationException("a return does not fit " + code.descriptor());
    }
    if (!isVoid) {
      state.pop(types.of(code.descriptor(), result));
    }
  }

  private void member(int operation, int constant) throws VerificationException {
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
      if (file.memberName(constant).equals("<init>")) {
        construct(constant);
      } else {
        state.pop(types.object(file.owner(constant)));
      }
    }
    int result = descriptor.indexOf(')') + 1;
    if (descriptor.charAt(result) != 'V') {
      state.push(types.of(descriptor, result));
    }
  }

  private void construct(int constant) throws VerificationException {
    int made = state.popReference();
    if (!VerificationTypes.isUninitialized(made)) {
      throw new VerificationException("a constructor is called on " + types.text(made));
    }
    boolean own = made == VerificationTypes.UNINITIALIZED_THIS;
    state.initialize(made, types.object(own ? file.name() : file.owner(constant)));
  }

  /** The types of the parameters of a descriptor, one each. */
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

  private void other(int opcode, int at, int offset) throws VerificationException {
    switch (opcode) {
      case 18 -> constant(file.u1(at + 1));
      case 19, 20 -> constant(file.u2(at + 1));
      case 50 -> {
        state.pop(VerificationTypes.INT);
        state.push(types.element(state.popReference()));
      }
      case 132 -> increment(file.u1(at + 1));
      case 187 -> state.push(VerificationTypes.uninitialized(offset));
      case 188 -> {
        state.pop(VerificationTypes.INT);
        state.push(types.object("[" + "ZCFDBSIJ".charAt(file.u1(at + 1) - 4)));
      }
      case 189 -> {
        state.pop(VerificationTypes.INT);
        state.push(types.object(arrayOf(file.className(file.u2(at + 1)))));
      }
      case ATHROW -> state.pop(types.object("java/lang/Throwable"));
      case 192 -> {
        state.popReference();
        state.push(types.object(file.className(file.u2(at + 1))));
      }
      case 196 -> wide(at);
      case 197 -> {
        for (int i = file.u1(at + 3); i > 0; i--) {
          state.pop(VerificationTypes.INT);
        }
        state.push(types.object(file.className(file.u2(at + 1))));
      }
      default -> throw new VerificationException("the instruction " + opcode + " is not known");
    }
  }

  private static String arrayOf(String name) {
    return name.charAt(0) == '[' ? "[" + name : "[L" + name + ";";
  }

  private void wide(int at) throws VerificationException {
    int opcode = file.u1(at + 1);
    int slot = file.u2(at + 2);
    if (opcode == 132) {
      increment(slot);
    } else if (opcode < 54) {
      load(opcode - 21, slot);
    } else {
      store(opcode - 54, slot);
    }
  }

  private void increment(int slot) throws VerificationException {
    load(0, slot);
    state.popSlot();
  }

  private void constant(int index) throws VerificationException {
    switch (file.tag(index)) {
      case 3 -> state.push(VerificationTypes.INT);
      case 4 -> state.push(VerificationTypes.FLOAT);
      case 5 -> state.push(VerificationTypes.LONG);
      case 6 -> state.push(VerificationTypes.DOUBLE);
      case 7 -> state.push(types.object("java/lang/Class"));
      case 8 -> state.push(types.object("java/lang/String"));
      case 15 -> state.push(types.object("java/lang/invoke/MethodHandle"));
      case 16 -> state.push(types.object("java/lang/invoke/MethodType"));
      case 17 -> state.push(types.of(file.memberDescriptor(index), 0));
      default ->
          throw new VerificationException("a constant of the unknown kind " + file.tag(index));
    }
  }
}
