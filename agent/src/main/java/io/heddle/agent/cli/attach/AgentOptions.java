package io.heddle.agent.cli.attach;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The options that the command line passes to the agent in the target:
 * {@code @NONCE,COMMAND,BOOTHASH,PERCENT-ENCODED-JAR-PATH,REST}.
 *
 * @param nonce names the system property in which the agent answers
 * @param command attach, reload, detach, collected or forget
 * @param rest the user's settings, {@code key=value,key=value}, or empty
 */
public record AgentOptions(String nonce, String command, AgentJar jar, String rest) {
  private static final String UNRESERVED = "-._~/";

  /** Returns options with a new nonce. */
  public static AgentOptions of(String command, AgentJar jar, String rest) {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return new AgentOptions(HexFormat.of().formatHex(random), command, jar, rest);
  }

  /** Returns options that remove the answer; they have no nonce, since nothing answers them. */
  AgentOptions toForget() {
    return new AgentOptions("", "forget", jar, nonce);
  }

  /** Returns the name of the system property in which the agent answers. */
  String replyProperty() {
    return "heddle.reply." + nonce;
  }

  /** Returns the text for the agent. */
  String encoded() {
    return String.join(",", "@" + nonce, command, jar.bootHash(), percentEncoded(jar.path()), rest);
  }

  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || UNRESERVED.indexOf(b) >= 0;
  }
}
