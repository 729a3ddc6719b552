package io.heddle.agent.cli.top.view;

/**
 * A key that the user pressed.
 *
 * @param character of a {@code CHARACTER}, as a code point; 0 otherwise
 */
public record Key(Kind kind, int character) {
  /** Kinds of keys. */
  public enum Kind {
    /** A key that writes a character. */
    CHARACTER,
    /** An arrow. */
    UP,
    /** An arrow. */
    DOWN,
    /** An arrow. */
    LEFT,
    /** An arrow. */
    RIGHT,
    /** A page back. */
    PAGE_UP,
    /** A page on. */
    PAGE_DOWN,
    /** To the begin. */
    HOME,
    /** To the end. */
    END,
    /** Return. */
    ENTER,
    /** Escape. */
    ESCAPE,
    /** Deletes the last character. */
    BACKSPACE,
    /** Tab. */
    TAB,
    /** Shift and Tab. */
    BACK_TAB,
    /** Ctrl-C, Ctrl-D, or the end of the input. */
    INTERRUPT,
    /** A key without a meaning. */
    OTHER
  }

  /** Returns a key that writes a character. */
  public static Key of(char character) {
    return new Key(Kind.CHARACTER, character);
  }

  /** Returns a key that writes nothing. */
  public static Key of(Kind kind) {
    return new Key(kind, 0);
  }
}
