package io.heddle.exporter.http;

/** Answers the requests of one path. Called by several threads at once. */
public interface Handler {
  /** Returns the response; work that is costly belongs into its body. */
  Response handle(Request request);
}
