package io.heddle.agent.rule.pattern;

/**
 * A pattern for classes: a name, or a glob where {@code *} stays within a part of the name and
 * {@code **} crosses dots. A nested class is written {@code Outer$Inner}. Immutable, thread-safe.
 */
public final class TypePattern {
  private final Glob glob;

  private TypePattern(Glob glob) {
    this.glob = glob;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it cannot name a class; the message is one sentence
   */
  public static TypePattern parse(String text) {
    PatternSyntax.className(text, true);
    return new TypePattern(new Glob(text));
  }

  /** Returns true if the binary name ({@code a.Outer$Inner}) matches; time linear in its length. */
  public boolean matches(String className) {
    return glob.matches(className);
  }

  /** Returns true if the pattern has no wildcard. */
  public boolean exact() {
    return glob.exact();
  }

  /** Returns the common start of all matching names, for a cheap filter; may be empty. */
  public String prefix() {
    return glob.prefix();
  }

  /** Returns the pattern as written. */
  public String text() {
    return glob.text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypePattern that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
