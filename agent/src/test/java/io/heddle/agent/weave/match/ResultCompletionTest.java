package io.heddle.agent.weave.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.weave.advice.AdviceKind;
import io.heddle.agent.weave.classes.ClassFiles;
import io.heddle.agent.weave.classes.Hierarchy;
import io.heddle.agent.weave.match.ResultCompletion.Labels;
import io.heddle.agent.weave.match.ResultCompletion.With;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultCompletionTest {
  private final Hierarchy hierarchy = new Hierarchy(new ClassFiles(), () -> new Class<?>[0]);

  /** A stage of the application's own. */
  static final class Stage extends CompletableFuture<String> {}

  /** A task of the application's own. */
  static final class Task extends FutureTask<String> {
    Task() {
      super(() -> "");
    }
  }

  /** A future of which nobody learns when it is done. */
  interface Silent extends Future<String> {}

  /** Something that is published by the JDK's own interface. */
  interface Published extends Flow.Publisher<String> {}

  private ResultCompletion of(String type) {
    return ResultCompletion.of(type, hierarchy, ResultCompletionTest.class.getClassLoader());
  }

  private ResultCompletion of(Class<?> type) {
    return of(type.getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void",
        "int",
        "[I",
        "[Ljava.util.concurrent.Future;",
        "java.lang.String",
        "java.util.List",
        "io.heddle.agent.weave.match.ResultCompletionTest",
        "com.acme.Absent"
      })
  void shouldEndWithTheMethodWhereNothingComesLater(String type) {
    assertThat(of(type)).isEqualTo(new ResultCompletion(With.METHOD, false, null));
    assertThat(of(type).advice(Labels.CONSTANT, false, false)).isEqualTo(AdviceKind.CELLS);
    assertThat(of(type).advice(Labels.CONSTANT, false, true)).isEqualTo(AdviceKind.RUN);
    assertThat(of(type).advice(Labels.DYNAMIC, false, false)).isEqualTo(AdviceKind.VALUES);
    assertThat(of(type).advice(Labels.CONSTANT, true, false)).isEqualTo(AdviceKind.CLASSIFIED);
    assertThat(of(type).advice(Labels.CONSTANT, true, true)).isEqualTo(AdviceKind.CLASSIFIED_RUN);
    assertThat(of(type).advice(Labels.DIRECT, true, false))
        .isEqualTo(AdviceKind.LABELED_CLASSIFIED);
    assertThat(of(type).advice(Labels.DIRECT, true, true))
        .isEqualTo(AdviceKind.LABELED_CLASSIFIED_RUN);
    assertThat(of(type).advice(Labels.DYNAMIC, true, false)).isEqualTo(AdviceKind.VALUES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.concurrent.CompletionStage",
        "java.util.concurrent.CompletableFuture",
        "io.heddle.agent.weave.match.ResultCompletionTest$Stage"
      })
  void shouldEndWithAStage(String type) {
    assertThat(of(type)).isEqualTo(new ResultCompletion(With.FUTURE, false, null));
    assertThat(of(type).advice(Labels.CONSTANT, false, false)).isEqualTo(AdviceKind.LATER);
    assertThat(of(type).advice(Labels.CONSTANT, false, true)).isEqualTo(AdviceKind.VALUES);
    assertThat(of(type).advice(Labels.CONSTANT, true, false)).isEqualTo(AdviceKind.VALUES);
  }

  @Test
  void shouldEndWithWhateverFutureAWiderTypeHolds() {
    for (Class<?> type : new Class<?>[] {Object.class, Future.class, Task.class}) {
      assertThat(of(type)).isEqualTo(new ResultCompletion(With.FUTURE, true, null));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reactor.core.publisher.Mono",
        "reactor.core.publisher.Flux",
        "org.reactivestreams.Publisher",
        "io.reactivex.rxjava3.core.Single",
        "io.reactivex.rxjava3.core.Observable"
      })
  void shouldEndWithEachSubscription(String type) {
    assertThat(of(type).advice(Labels.CONSTANT, false, false)).isEqualTo(AdviceKind.PUBLISHER);
    assertThat(of(type).note()).isNull();
  }

  @Test
  void shouldSayWhatIsNotFollowed() {
    assertThat(of(Flow.Publisher.class).note()).startsWith("ends with its method: ");
    assertThat(of(Published.class).note()).contains("Flow$Publisher is not followed");
    assertThat(of(Silent.class).note()).contains("nothing tells when a");
    assertThat(of(Silent.class).advice(Labels.CONSTANT, false, false)).isEqualTo(AdviceKind.LATER);
  }
}
