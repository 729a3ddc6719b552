package io.heddle.agent.weave.verify;

import java.util.Arrays;

/**
 * The stack effects of the instructions without operands of their own, and of the jumps (JVMS 6.5).
 */
final class PlainEffects {
  private static final String[] BY_OPCODE = plain();

  private PlainEffects() {}

  /**
   * Returns the effect of an opcode, such as {@code JI>J}: I int, J long, F float, D double, A
   * object, N null. Empty for any other opcode.
   */
  static String of(int opcode) {
    return BY_OPCODE[opcode];
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
      for (int operation = 96; operation < 116; operation += 4) {
        all[operation + i] = type + "" + type + ">" + type;
      }
      all[116 + i] = type + ">" + type;
    }
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
    range(all, 194, 195, "A>");
    range(all, 198, 199, "A>");
    all[200] = ">";
    return all;
  }

  private static void range(String[] all, int first, int last, String effect) {
    Arrays.fill(all, first, last + 1, effect);
  }
}
