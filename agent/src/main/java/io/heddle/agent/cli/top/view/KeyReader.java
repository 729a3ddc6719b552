package io.heddle.agent.cli.top.view;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads keys from the characters that a terminal sends. */
public final class KeyReader {
  /** The terminal sent nothing in time. */
  public static final int NOTHING = -2;

  private static final int END = -1;
  private static final int ESCAPE = 27;
  // the rest of a sequence follows at once; a user's next key does not
  private static final int SEQUENCE_MILLIS = 50;
  private static final int LONGEST_SEQUENCE = 16;

  private final Characters characters;
  // read too early: the key after an Escape
  private int pushedBack = NOTHING;

  /** Creates a reader of these characters. */
  public KeyReader(Characters characters) {
    this.characters = characters;
  }

  /** The characters that a terminal sends. */
  public interface Characters {
    /** Returns the next one; {@link #NOTHING} if none comes in time, -1 at the end. */
    int read(long millis) throws IOException;
  }

  /** Returns the next key, or null if none is pressed in time. */
  public @Nullable Key next(long millis) throws IOException {
    int c = pushedBack == NOTHING ? characters.read(millis) : pushedBack;
    pushedBack = NOTHING;
    if (c == NOTHING) {
      return null;
    }
    return switch (c) {
      case END, 3, 4 -> Key.of(Key.Kind.INTERRUPT);
      case '\r', '\n' -> Key.of(Key.Kind.ENTER);
      case '\t' -> Key.of(Key.Kind.TAB);
      case 8, 127 -> Key.of(Key.Kind.BACKSPACE);
      case ESCAPE -> sequence();
      default -> c < ' ' ? Key.of(Key.Kind.OTHER) : new Key(Key.Kind.CHARACTER, whole(c));
    };
  }

  private int whole(int c) throws IOException {
    if (Character.isHighSurrogate((char) c)) {
      int low = characters.read(SEQUENCE_MILLIS);
      return low > 0 ? Character.toCodePoint((char) c, (char) low) : '?';
    }
    return c;
  }

  private Key sequence() throws IOException {
    int c = characters.read(SEQUENCE_MILLIS);
    if (c != '[' && c != 'O') {
      // no key of its own with Alt: Escape, and at once another key
      pushedBack = c;
      return Key.of(Key.Kind.ESCAPE);
    }
    StringBuilder parameters = new StringBuilder();
    while (parameters.length() < LONGEST_SEQUENCE) {
      int next = characters.read(SEQUENCE_MILLIS);
      if (next < ' ') {
        break;
      }
      if (next >= '@') {
        return meaning((char) next, parameters.toString());
      }
      parameters.append((char) next);
    }
    return Key.of(Key.Kind.OTHER);
  }

  private static Key meaning(char end, String parameters) {
    return Key.of(
        switch (end) {
          case 'A' -> Key.Kind.UP;
          case 'B' -> Key.Kind.DOWN;
          case 'C' -> Key.Kind.RIGHT;
          case 'D' -> Key.Kind.LEFT;
          case 'H' -> Key.Kind.HOME;
          case 'F' -> Key.Kind.END;
          case 'M' -> Key.Kind.ENTER;
          case 'Z' -> Key.Kind.BACK_TAB;
          case '~' ->
              switch (parameters) {
                case "1", "7" -> Key.Kind.HOME;
                case "4", "8" -> Key.Kind.END;
                case "5" -> Key.Kind.PAGE_UP;
                case "6" -> Key.Kind.PAGE_DOWN;
                default -> Key.Kind.OTHER;
              };
          default -> Key.Kind.OTHER;
        });
  }
}
