package io.heddle.agent.box;

/** Matches the ids of containers and boxes, which tools show by their first characters. */
public final class ShortId {
  /** Number of characters that tools show. */
  private static final int SHOWN = 12;

  private ShortId() {}

  /** Returns true if a text is the beginning of this id, and long enough to mean it. */
  public static boolean matches(String given, String id) {
    return given.length() >= SHOWN && id.startsWith(given);
  }
}
