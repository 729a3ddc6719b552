package io.heddle.agent.cli.top.view;

import java.util.List;
import java.util.stream.Collectors;

/** One line of the screen. Immutable. */
public record Line(List<Span> spans) {
  /** A line without text. */
  public static final Line EMPTY = new Line(List.of());

  /** Copies the pieces. */
  public Line {
    spans = List.copyOf(spans);
  }

  /**
   * A piece of a line in one style.
   *
   * @param text that a terminal may get
   */
  public record Span(String text, Style style) {}

  static Line of(String text, Style style) {
    return new Line(List.of(new Span(text, style)));
  }

  /** Returns the text of all pieces. */
  public String text() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }
}
