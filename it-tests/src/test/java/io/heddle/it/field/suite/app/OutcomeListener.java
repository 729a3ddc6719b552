package io.heddle.it.field.suite.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes a line for each test and container: its unique id, what came of it, and the class of what
 * it threw. Messages are left out, since many hold addresses and times.
 */
final class OutcomeListener implements TestExecutionListener {
  private final BufferedWriter writer;
  private final Phases phases;
  private int classes;
  private int ended;

  OutcomeListener(BufferedWriter writer, Phases phases) {
    this.writer = writer;
    this.phases = phases;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    classes = (int) plan.countTestIdentifiers(OutcomeListener::isClass);
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String thrown = result.getThrowable().map(e -> e.getClass().getName()).orElse("");
    write(test, result.getStatus() + "\t" + thrown);
    if (isClass(test)) {
      ended++;
      try {
        phases.progress(ended, classes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    write(test, "SKIPPED\t");
  }

  private void write(TestIdentifier test, String outcome) {
    try {
      writer.write(test.getUniqueId().replaceAll("[\\r\\n\\t]", "?") + "\t" + outcome + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isClass(TestIdentifier test) {
    return test.isContainer() && test.getSource().filter(ClassSource.class::isInstance).isPresent();
  }
}
