package io.heddle.agent.rule.pattern;

/**
 * Classes by name: exact, or a glob where {@code *} stays within a part of the name and {@code **}
 * crosses dots. A nested class is written {@code Outer$Inner}. Immutable, thread-safe.
 */
public final class TypePattern {
  private final Glob glob;

  private TypePattern(Glob glob) {
    this.glob = glob;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException in one sentence, if it cannot be the name of a class
   */
  public static TypePattern parse(String text) {
    PatternSyntax.className(text, true);
    return new TypePattern(new Glob(text));
  }

  /** True if the binary name ({@code com.acme.Outer$Inner}) matches; time linear in its length. */
  public boolean matches(String className) {
    return glob.matches(className);
  }

  /** True if the pattern has no wildcard. */
  public boolean exact() {
    return glob.exact();
  }

  /** What the names of all matching classes start with; may be empty. For a cheap filter. */
  public String prefix() {
    return glob.prefix();
  }

  /** The pattern as written. */
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
