package io.heddle.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.Registry;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import org.junit.jupiter.api.Test;

class RunnerErrorsTest {
  private static final String KIND = "spawn_failed";

  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final RunnerErrors errors = new RunnerErrors(registry);

  private double count(String runner) {
    double count = 0;
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric instanceof MetricSnapshot.Counter counter) {
        for (Point point : counter.points()) {
          if (point.labels().values().contains(runner)) {
            count += point.value();
          }
        }
      }
    }
    return count;
  }

  private void onAnotherThread(Runnable task) throws InterruptedException {
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
  }

  @Test
  void shouldCountOnceWhatIsSeenAndReported() {
    errors.seen("subprocess", KIND);
    errors.reported("subprocess", KIND);
    assertThat(count("subprocess")).isEqualTo(1);
    errors.reported("subprocess", KIND); // of one that nobody has seen
    assertThat(count("subprocess")).isEqualTo(2);
  }

  @Test
  void shouldCountOnceWhatIsReportedElsewhere() throws InterruptedException {
    onAnotherThread(() -> errors.seen("subprocess", KIND));
    errors.reported("subprocess", KIND);
    assertThat(count("subprocess")).isEqualTo(1);
  }

  @Test
  void shouldTellRunnersAndKindsApart() {
    errors.seen("subprocess", KIND);
    errors.reported("container", KIND);
    errors.reported("subprocess", "module_load_failed");
    assertThat(count("subprocess")).isEqualTo(2);
    assertThat(count("container")).isEqualTo(1);
  }

  @Test
  void shouldCountAllThatNobodyReports() {
    for (int i = 0; i < 3000; i++) {
      errors.seen("subprocess", KIND);
    }
    assertThat(count("subprocess")).isEqualTo(3000);
  }
}
