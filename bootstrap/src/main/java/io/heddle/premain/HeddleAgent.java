package io.heddle.premain;

import java.lang.instrument.Instrumentation;

/**
 * The entry point that the JVM calls. The only class compiled for Java 8: on an older JVM than
 * Heddle runs on, it says so in one line and the application runs.
 */
public final class HeddleAgent {
  private static final int OLDEST = 17;
  private static final String REPLY = "heddle.reply.";

  private HeddleAgent() {}

  /** Starts the agent before main, for {@code -javaagent}. Never throws: that would end the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    enter("premain", arguments, instrumentation);
  }

  /**
   * Carries out a request in a running JVM. Never throws: that would print a stack on the
   * application's stderr.
   */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    enter("agentmain", arguments, instrumentation);
  }

  private static void enter(String entry, String arguments, Instrumentation instrumentation) {
    try {
      if (javaVersion() < OLDEST) {
        System.err.println(
            "heddle: needs Java 17 or later, this is "
                + System.getProperty("java.version")
                + "; the application runs without it");
        return;
      }
      Class.forName("io.heddle.premain.AgentLauncher")
          .getMethod(entry, String.class, Instrumentation.class)
          .invoke(null, arguments, instrumentation);
    } catch (Throwable e) {
      // what AgentLauncher throws is wrapped; a catch of the wrapper would load it at every start
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (entry.equals("agentmain") && cause instanceof LinkageError && isCommand(arguments)) {
        answer(arguments.substring(1).split(",", 5));
      } else {
        System.err.println("heddle: off, it could not start: " + cause);
      }
    }
  }

  private static boolean isCommand(String arguments) {
    return arguments != null && arguments.startsWith("@");
  }

  /**
   * Answers the command line in the place of classes that the jar had when the JVM started, and has
   * no more.
   *
   * @param request nonce, command, hash, jar and rest, see AttachRequest
   */
  private static void answer(String[] request) {
    boolean forget = request.length > 4 && request[1].equals("forget");
    if (forget) {
      System.clearProperty(REPLY + request[4]);
    } else {
      System.setProperty(
          REPLY + request[0],
          "{\"ok\":false,\"error\":\"the agent jar was changed while this JVM runs, and Heddle stays"
              + " in it as it is: restart the JVM with the new jar\"}");
    }
  }

  private static int javaVersion() {
    String version = System.getProperty("java.specification.version", "0");
    return version.startsWith("1.") ? 8 : Integer.parseInt(version);
  }
}
