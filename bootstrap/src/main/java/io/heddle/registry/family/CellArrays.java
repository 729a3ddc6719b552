package io.heddle.registry.family;

/**
 * Makes arrays of cells that differ from another one by an element; {@code Arrays} may be woven.
 */
final class CellArrays {
  static final Cells[] NONE = {};

  private CellArrays() {}

  /** Returns the cells and one more. */
  static Cells[] with(Cells[] before, Cells more) {
    Cells[] after = new Cells[before.length + 1];
    System.arraycopy(before, 0, after, 0, before.length);
    after[before.length] = more;
    return after;
  }

  /** Returns the cells without one; the same array if it is not among them. */
  static Cells[] without(Cells[] before, Cells one) {
    for (int i = 0; i < before.length; i++) {
      if (before[i] == one) {
        Cells[] after = before.length == 1 ? NONE : new Cells[before.length - 1];
        System.arraycopy(before, 0, after, 0, i);
        System.arraycopy(before, i + 1, after, i, after.length - i);
        return after;
      }
    }
    return before;
  }
}
