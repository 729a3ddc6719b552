package io.heddle.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.snapshot.LabelSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTasksTest {
  private static final LabelSet CHILD =
      LabelSet.of(List.of("runner", "name"), List.of("subprocess", "true"));

  private final OpenTasks tasks = new OpenTasks();
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final ExecutorService third = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    other.shutdownNow();
    third.shutdownNow();
  }

  private static <T> T on(ExecutorService thread, Callable<T> call) throws Exception {
    return thread.submit(call).get();
  }

  private boolean child() {
    return tasks.isPart(CHILD);
  }

  private static boolean isPart(@Nullable OpenTask task) {
    return task != null && task.isPart();
  }

  private Void completed() {
    tasks.completed("subprocess", 0);
    return null;
  }

  @Test
  void shouldTakeAllThatItsThreadRuns() {
    assertThat(child()).isFalse();
    tasks.started("subprocess");
    assertThat(child()).isTrue();
    assertThat(child()).isTrue();
    completed();
    assertThat(child()).isFalse();
  }

  @Test
  void shouldTakeNothingOfAnotherRunner() {
    tasks.started("wasm");
    assertThat(child()).isFalse();
  }

  @Test
  void shouldFollowATaskToTheThreadThatRunsIt() throws Exception {
    tasks.started("subprocess");
    assertThat(on(other, this::child)).isTrue();
    assertThat(on(other, this::child)).isTrue();
    // nothing is left for others, the one that submitted it included
    assertThat(on(third, this::child)).isFalse();
    assertThat(child()).isFalse();
    on(other, this::completed);
    assertThat(on(other, this::child)).isFalse();
  }

  @Test
  void shouldLeaveToOthersWhatTheyRunBesideATask() throws Exception {
    tasks.started("subprocess");
    assertThat(child()).isTrue();
    assertThat(on(other, this::child)).isFalse();
  }

  @Test
  void shouldGiveEachThreadATaskOfItsOwn() throws Exception {
    tasks.started("subprocess");
    tasks.started("subprocess");
    assertThat(on(other, this::child)).isTrue();
    assertThat(on(third, this::child)).isTrue();
    on(third, this::completed);
    assertThat(on(third, this::child)).isFalse();
    assertThat(on(other, this::child)).isTrue();
  }

  @Test
  void shouldEndTheTaskThatBeganWhenTheDurationSays() throws Exception {
    long first = System.nanoTime();
    tasks.started("subprocess");
    assertThat(on(other, this::child)).isTrue();
    tasks.started("subprocess");
    assertThat(child()).isTrue();
    // a callback on a thread that has no task
    on(
        third,
        () -> {
          tasks.completed("subprocess", System.nanoTime() - first);
          return null;
        });
    assertThat(on(other, this::child)).isFalse();
    assertThat(child()).isTrue();
  }

  @Test
  void shouldLetAChildStandForATaskThatIsReportedAfterIt() {
    assertThat(child()).isFalse();
    tasks.addStandalone("subprocess", CHILD);
    assertThat(tasks.started("subprocess").isPart()).isTrue();
    tasks.ended("subprocess", CHILD);
    assertThat(isPart(tasks.completed("subprocess", 0))).isTrue();
    assertThat(tasks.started("subprocess").isPart()).isFalse();
    assertThat(isPart(tasks.completed("subprocess", 0))).isFalse();
  }

  @Test
  void shouldCountTheChildOfATaskWhereOneStandsForItThatIsAnother() {
    tasks.addStandalone("subprocess", CHILD); // of nobody's, and goes on
    assertThat(tasks.started("subprocess").isPart()).isTrue();
    assertThat(child()).isFalse();
    assertThat(child()).isTrue();
  }

  @Test
  void shouldNotTakeWhatHasEndedForTheChildOfATask() {
    tasks.addStandalone("subprocess", CHILD);
    tasks.ended("subprocess", CHILD);
    assertThat(tasks.started("subprocess").isPart()).isFalse();
  }

  @Test
  void shouldForgetTheOldestOfTooMany() throws Exception {
    on(
        other,
        () -> {
          tasks.started("subprocess");
          return null;
        });
    assertThat(on(other, this::child)).isTrue();
    for (int i = 0; i < 10_000; i++) {
      tasks.started("subprocess");
    }
    for (int i = 0; i < 10_000; i++) {
      completed();
    }
    assertThat(on(other, this::child)).isFalse();
    assertThat(child()).isFalse();
  }
}
