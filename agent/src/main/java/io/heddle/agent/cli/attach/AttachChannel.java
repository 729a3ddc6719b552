package io.heddle.agent.cli.attach;

import io.heddle.agent.cli.console.CommandException;
import java.io.File;
import java.io.IOException;
import java.util.Properties;

/** The attach channel of one JVM. Not thread-safe. */
interface AttachChannel extends AutoCloseable {
  /** Number of times that a JVM is asked for properties that change while it lists them. */
  int TRIES = 100;

  /** Opens a channel to a JVM. */
  interface Factory {
    /**
     * Opens the channel.
     *
     * @throws AttachException if the JVM refuses it
     */
    AttachChannel open(long pid) throws IOException, AttachException;
  }

  /**
   * Returns the factory for this Java: with the module jdk.attach the JDK's own channel, and in a
   * small image without it the one of byte-buddy-agent.
   *
   * @throws CommandException if neither works here
   */
  static Factory factory() throws CommandException {
    if (isJdkAttachHere()) {
      // a class of its own: those of the module must not be loaded where it is missing
      return JdkAttachChannel::open;
    }
    if (File.separatorChar == '\\') {
      throw CommandException.failed(
          "This Java has no module jdk.attach: run the command with a full JDK.");
    }
    return SocketAttachChannel::open;
  }

  /** Returns true if this Java has the JDK's own channel. */
  static boolean isJdkAttachHere() {
    return ModuleLayer.boot().findModule("jdk.attach").isPresent();
  }

  /**
   * Returns the system properties of the JVM. A JVM whose application removes one at that moment
   * fails to list them (the JDK's VMSupport copies the value that is no longer there), so it is
   * asked again: of an application that does nothing else, one answer in four is none.
   */
  default Properties systemProperties() throws IOException, AttachException {
    for (int i = 1; i < TRIES; i++) {
      try {
        return readProperties();
      } catch (IOException | AttachException e) {
        if (!String.valueOf(e.getMessage()).contains(NullPointerException.class.getName())) {
          throw e;
        }
      }
    }
    return readProperties();
  }

  /** Asks the JVM for its system properties once. */
  Properties readProperties() throws IOException, AttachException;

  /**
   * Loads an agent.
   *
   * @param jar absolute path
   * @throws AttachException if the JVM refuses it or the agent fails
   */
  void loadAgent(String jar, String options) throws IOException, AttachException;

  @Override
  void close() throws IOException;
}
