package io.heddle.exporter.http;

/** What one path answers. Called by several threads at once. */
public interface Page {
  /** The answer; what is costly belongs into its body. */
  Reply reply(Ask ask);
}
