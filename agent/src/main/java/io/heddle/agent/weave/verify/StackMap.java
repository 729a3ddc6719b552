package io.heddle.agent.weave.verify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frames of a method by the offset of their instruction (JVMS 4.7.4), decoded. */
final class StackMap {
  private static final int[] EMPTY = {};

  private final ClassFile file;
  private final VerificationTypes types;
  private final Map<Integer, Frame> frames = new HashMap<>();
  // of the frame that is being read: those of the one before it, as entries and not as slots
  private int[] locals;
  private int at;

  private StackMap(ClassFile file, VerificationTypes types, int[] initial) {
    this.file = file;
    this.types = types;
    this.locals = initial;
  }

  /**
   * Decodes the frames of a method.
   *
   * @param initial types of the receiver and the parameters, one each
   */
  static StackMap of(ClassFile file, MethodCode code, VerificationTypes types, int[] initial)
      throws VerificationException {
    StackMap map = new StackMap(file, types, initial);
    if (code.stackMap() >= 0) {
      map.read(code);
    }
    return map;
  }

  @Nullable Frame at(int offset) {
    return frames.get(offset);
  }

  private void read(MethodCode code) throws VerificationException {
    int count = file.u2(code.stackMap());
    at = code.stackMap() + 2;
    int offset = -1;
    for (int i = 0; i < count; i++) {
      int type = file.u1(at++);
      int delta = type < 64 ? type : type < 128 ? type - 64 : next2();
      offset += delta + 1;
      int[] stack = frame(type);
      if (offset >= code.length() || slots(locals).length > code.maxLocals()) {
        throw new VerificationException("a frame lies outside of the code or its variables");
      }
      frames.put(offset, new Frame(slots(locals), slots(stack)));
    }
  }

  /** Reads what a frame changes of the local variables, and returns its stack. */
  private int[] frame(int type) throws VerificationException {
    if (type < 64 || type == 251) {
      return EMPTY;
    }
    if (type < 128 || type == 247) {
      return new int[] {entry()};
    }
    if (type >= 248 && type <= 250) {
      locals = Arrays.copyOf(locals, Math.max(0, locals.length - (251 - type)));
      return EMPTY;
    }
    if (type >= 252 && type <= 254) {
      int before = locals.length;
      locals = Arrays.copyOf(locals, before + type - 251);
      for (int i = before; i < locals.length; i++) {
        locals[i] = entry();
      }
      return EMPTY;
    }
    if (type != 255) {
      throw new VerificationException("a frame is of the unknown type " + type);
    }
    locals = entries();
    return entries();
  }

  private int[] entries() throws VerificationException {
    int[] all = new int[next2()];
    for (int i = 0; i < all.length; i++) {
      all[i] = entry();
    }
    return all;
  }

  private int entry() throws VerificationException {
    int tag = file.u1(at++);
    return switch (tag) {
      case 0 -> VerificationTypes.TOP;
      case 1 -> VerificationTypes.INT;
      case 2 -> VerificationTypes.FLOAT;
      case 3 -> VerificationTypes.DOUBLE;
      case 4 -> VerificationTypes.LONG;
      case 5 -> VerificationTypes.NULL;
      case 6 -> VerificationTypes.UNINITIALIZED_THIS;
      case 7 -> types.object(file.className(next2()));
      case 8 -> VerificationTypes.uninitialized(next2());
      default -> throw new VerificationException("a frame holds the unknown type " + tag);
    };
  }

  private int next2() {
    at += 2;
    return file.u2(at - 2);
  }

  /** Returns a type for each slot instead of one for each value. */
  static int[] slots(int... entries) {
    int wide = 0;
    for (int entry : entries) {
      wide += VerificationTypes.isWide(entry) ? 1 : 0;
    }
    if (wide == 0) {
      return entries;
    }
    int[] slots = new int[entries.length + wide];
    int next = 0;
    for (int entry : entries) {
      slots[next++] = entry;
      if (VerificationTypes.isWide(entry)) {
        slots[next++] = VerificationTypes.secondHalf(entry);
      }
    }
    return slots;
  }
}
