package io.heddle.agent.rule.pattern;

import io.heddle.agent.yaml.Messages;

/** Checks the names of classes and methods in patterns; the JVM allows more than Java does. */
public final class PatternSyntax {
  private static final String NEVER_IN_NAMES = ";[]/<>(),:\"'";

  private PatternSyntax() {}

  /**
   * Checks a class name or, with {@code wildcards}, a glob.
   *
   * @throws IllegalArgumentException if it is none; the message is one sentence
   */
  public static void className(String text, boolean wildcards) {
    String what = wildcards ? "a class name or glob" : "a class name";
    if (text.indexOf('/') >= 0) {
      throw bad(text, what, "write dots, not /");
    }
    characters(text, what);
    if (text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
      throw bad(text, what, "a part between dots is empty");
    }
    wildcards(text, what, wildcards);
  }

  static void methodName(String text) {
    String what = "a method name or glob";
    if (text.equals("<init>") || text.equals("<clinit>")) {
      throw new IllegalArgumentException(
          "'" + text + "' is a constructor or initialiser; these cannot be measured by rules");
    }
    if (text.indexOf('.') >= 0) {
      throw bad(text, what, "the class belongs into 'type'");
    }
    characters(text, what);
    wildcards(text, what, true);
  }

  private static void characters(String text, String what) {
    if (text.isEmpty()) {
      throw bad(text, what, "it is empty");
    }
    if (text.length() > Glob.LONGEST) {
      throw bad(text, what, "at most " + Glob.LONGEST + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || Character.isWhitespace(c) || NEVER_IN_NAMES.indexOf(c) >= 0) {
        throw bad(text, what, "a name cannot hold '" + Messages.brief(String.valueOf(c)) + "'");
      }
    }
  }

  private static void wildcards(String text, String what, boolean allowed) {
    if (!allowed && text.indexOf('*') >= 0) {
      throw bad(text, what, "wildcards are not allowed here");
    }
    if (text.contains("***")) {
      throw bad(text, what, "wildcards are * and **");
    }
  }

  static IllegalArgumentException bad(String text, String what, String why) {
    return new IllegalArgumentException(
        "'" + Messages.brief(text) + "' is not " + what + ": " + why);
  }
}
