package io.heddle.agent.yaml;

/**
 * The place where a setting was written.
 *
 * @param source a file name, {@code agent argument 'x'}, {@code -Dheddle.x} or {@code HEDDLE_X}
 * @param line from 1; 0 outside of files, and for a whole file
 * @param column from 1; 0 outside of files, and for a whole file
 */
public record Position(String source, int line, int column) {
  /** Returns the position that is the source as a whole. */
  public static Position of(String source) {
    return new Position(source, 0, 0);
  }

  /** Returns {@code source:line:column}, or the source alone. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
