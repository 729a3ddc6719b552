package io.heddle.agent.weave.verify;

/**
 * Applies instructions to the types of a method (JVMS 4.10.1.9), but not where they jump. One for
 * each method. Checks all that weaving could get wrong; what only the compiler of a class could,
 * such as access to protected members, is assumed to be right.
 */
final class Instructions {
  /** Types of the array instructions, in their order: a bracket, then the characters allowed. */
  private static final String[] ELEMENTS = {"[I", "[J", "[F", "[D", "[L[", "[BZ", "[C", "[S"};

  private static final int OBJECTS = 4;
  private static final String NUMBERS = "IJFD";
  private static final int ATHROW = 191;

  private final ClassFile file;
  private final MethodCode code;
  private final VerificationTypes types;
  private final TypeState state;
  private final MemberInstructions members;

  Instructions(ClassFile file, MethodCode code, VerificationTypes types, TypeState state) {
    this.file = file;
    this.code = code;
    this.types = types;
    this.state = state;
    this.members = new MemberInstructions(file, code, types, state);
  }

  /** Applies the instruction at this place in the file, which is at this offset of the method. */
  void execute(int at, int offset) throws VerificationException {
    int opcode = file.u1(at);
    String effect = PlainEffects.of(opcode);
    if (!effect.isEmpty()) {
      plain(effect);
    } else if (opcode >= 21 && opcode <= 25) {
      load(opcode - 21, file.u1(at + 1));
    } else if (opcode >= 26 && opcode <= 45) {
      load((opcode - 26) / 4, (opcode - 26) % 4);
    } else if (opcode >= 46 && opcode <= 53) {
      loadElement(opcode - 46);
    } else if (opcode >= 79 && opcode <= 86) {
      storeElement(opcode - 79);
    } else if (opcode >= 54 && opcode <= 58) {
      store(opcode - 54, file.u1(at + 1));
    } else if (opcode >= 59 && opcode <= 78) {
      store((opcode - 59) / 4, (opcode - 59) % 4);
    } else if (opcode >= 87 && opcode <= 95) {
      shuffle(opcode - 87);
    } else if (opcode >= 172 && opcode <= 177) {
      leave(opcode - 172);
    } else if (opcode >= 178 && opcode <= 186) {
      members.execute(opcode - 178, at);
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

  /** Returns the type of int, long, float and double, in the order of the opcodes. */
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

  private void loadElement(int kind) throws VerificationException {
    state.pop(VerificationTypes.INT);
    int array = state.popReference();
    requireElements(array, kind);
    state.push(
        kind == OBJECTS
            ? types.element(array)
            : kind < OBJECTS ? number(kind) : VerificationTypes.INT);
  }

  private void storeElement(int kind) throws VerificationException {
    if (kind == OBJECTS) {
      state.popReference(); // what it is is checked when it is stored
    } else {
      state.pop(kind < OBJECTS ? number(kind) : VerificationTypes.INT);
    }
    state.pop(VerificationTypes.INT);
    requireElements(state.popReference(), kind);
  }

  private void requireElements(int array, int kind) throws VerificationException {
    String fitting = ELEMENTS[kind];
    String found = array == VerificationTypes.NULL ? fitting : types.text(array);
    if (found.length() < 2 || found.charAt(0) != '[' || fitting.indexOf(found.charAt(1), 1) < 0) {
      throw new VerificationException(found + " does not hold such elements");
    }
  }

  /** Applies pop to swap, by slots, each pair of which must not cut a long or double. */
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
    int type = isVoid ? VerificationTypes.TOP : types.of(code.descriptor(), result);
    boolean fits = kind < 4 ? type == number(kind) : isVoid == (kind == 5);
    if (!fits || (kind == 4 && !VerificationTypes.isReference(type))) {
      throw new VerificationException("a return does not fit " + code.descriptor());
    }
    if (!isVoid) {
      state.pop(type);
    }
  }

  /** Returns the class or array that an instruction names. */
  private String className(int constant) throws VerificationException {
    file.require(constant, "\7");
    return file.className(constant);
  }

  private void other(int opcode, int at, int offset) throws VerificationException {
    switch (opcode) {
      case 18 -> constant(file.u1(at + 1), false);
      case 19, 20 -> constant(file.u2(at + 1), opcode == 20);
      case 50 -> {
        state.pop(VerificationTypes.INT);
        state.push(types.element(state.popReference()));
      }
      case 132 -> increment(file.u1(at + 1));
      case 187 -> {
        if (className(file.u2(at + 1)).charAt(0) == '[') {
          throw new VerificationException("an array is made like an object");
        }
        state.push(VerificationTypes.uninitialized(offset));
      }
      case 188 -> {
        state.pop(VerificationTypes.INT);
        state.push(types.object("[" + "ZCFDBSIJ".charAt(file.u1(at + 1) - 4)));
      }
      case 189 -> {
        state.pop(VerificationTypes.INT);
        state.push(types.object(arrayOf(className(file.u2(at + 1)))));
      }
      case ATHROW -> state.pop(types.object("java/lang/Throwable"));
      case 192 -> {
        state.popReference();
        state.push(types.object(className(file.u2(at + 1))));
      }
      case 193 -> {
        className(file.u2(at + 1));
        state.popReference();
        state.push(VerificationTypes.INT);
      }
      case 196 -> wide(at);
      case 197 -> {
        int dimensions = file.u1(at + 3);
        if (dimensions == 0 || !className(file.u2(at + 1)).startsWith("[".repeat(dimensions))) {
          throw new VerificationException("an array has too many dimensions");
        }
        for (int i = dimensions; i > 0; i--) {
          state.pop(VerificationTypes.INT);
        }
        state.push(types.object(className(file.u2(at + 1))));
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
    if (state.local(slot) != VerificationTypes.INT) {
      throw new VerificationException("local variable " + slot + " is not an int");
    }
  }

  private void constant(int index, boolean wide) throws VerificationException {
    int type =
        switch (file.tag(index)) {
          case 3 -> VerificationTypes.INT;
          case 4 -> VerificationTypes.FLOAT;
          case 5 -> VerificationTypes.LONG;
          case 6 -> VerificationTypes.DOUBLE;
          case 7 -> types.object("java/lang/Class");
          case 8 -> types.object("java/lang/String");
          case 15 -> types.object("java/lang/invoke/MethodHandle");
          case 16 -> types.object("java/lang/invoke/MethodType");
          case 17 -> types.of(file.memberDescriptor(index), 0);
          default -> VerificationTypes.TOP;
        };
    if (type == VerificationTypes.TOP || VerificationTypes.isWide(type) != wide) {
      throw new VerificationException("constant " + index + " cannot be loaded so");
    }
    state.push(type);
  }
}
