package io.heddle.premain;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A request to a running JVM: {@code @nonce,command,hash,jar,rest} by the command line, plain
 * settings by any other tool. Immutable.
 */
final class AttachRequest {
  private static final String REPLY = "heddle.reply.";
  private static final String PROGRESS = "{\"progress\":\"";

  final String command;
  final String hash;
  final String jar;
  final String rest;
  private final String nonce;

  private AttachRequest(String nonce, String command, String hash, String jar, String rest) {
    this.nonce = nonce;
    this.command = command;
    this.hash = hash;
    this.jar = jar;
    this.rest = rest;
  }

  /**
   * Reads a request.
   *
   * @param ownJar the jar that an attach by another tool comes from
   */
  static AttachRequest parse(String text, String ownJar) throws IOException {
    if (!text.startsWith("@")) {
      return new AttachRequest("", "attach", "", ownJar, text);
    }
    String[] parts = text.substring(1).split(",", 5);
    if (parts.length < 4) {
      throw new IOException("malformed request of the command line");
    }
    String jar = URLDecoder.decode(parts[3], StandardCharsets.UTF_8);
    return new AttachRequest(parts[0], parts[1], parts[2], jar, parts.length > 4 ? parts[4] : "");
  }

  /** Returns true if the answer is not read. */
  boolean isUnanswered() {
    return nonce.isEmpty();
  }

  /** Returns the system property of the answer, or an empty string if it is not read. */
  String property() {
    return nonce.isEmpty() ? "" : REPLY.concat(nonce);
  }

  /** Returns the system property of the answer that a request to forget one names. */
  String forgotten() {
    return REPLY.concat(rest);
  }

  /** Reports that this request waits for another, and how far that is. */
  void waitsFor(AttachRequest other) {
    String known = other.isUnanswered() ? "" : System.getProperty(other.property(), "");
    String howFar = known.startsWith(PROGRESS) ? known.substring(PROGRESS.length()) : "\"}";
    String busy = howFar.startsWith("\"") ? "" : ": ";
    answer(PROGRESS + "waits for another " + other.command + busy + howFar);
  }

  /** Reports that this request is being carried out. */
  void begins() {
    answer(PROGRESS + "\"}");
  }

  /** Sets the answer, or a report of progress in its place, where the command line looks. */
  void answer(String json) {
    if (!nonce.isEmpty()) {
      ReplyProperties.put(property(), json);
    }
  }
}
