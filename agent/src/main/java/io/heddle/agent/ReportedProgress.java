package io.heddle.agent;

import java.util.function.Consumer;

/**
 * Reports the progress of the agent to the command line, in the property of the later answer.
 *
 * @param property name of that system property
 * @param done what is done to a class, in one word
 */
record ReportedProgress(String property, String done) implements Consumer<String> {
  @Override
  public void accept(String howFar) {
    try {
      System.setProperty(property, ReplyJson.progress(done + " " + howFar));
    } catch (RuntimeException e) {
      // the application forbids it: the work itself needs no property
    }
  }
}
