package io.heddle.agent;

import java.util.function.Consumer;

/**
 * Tells the command line how far the agent is, in the property where the answer will be.
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
