package io.heddle.probe.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public class RunFailureTest {
  @SuppressWarnings("serial")
  private static class Slow extends TimeoutException {}

  /** As lambdas of a framework are: hidden, without a name to speak of. */
  @SuppressWarnings("serial")
  public static class Template extends IOException {}

  @SuppressWarnings("serial")
  private static final class Rude extends RuntimeException {
    @Override
    public synchronized Throwable getCause() {
      throw new AssertionError("asked");
    }

    @Override
    public String toString() {
      throw new AssertionError("asked");
    }

    @Override
    public String getMessage() {
      throw new AssertionError("asked");
    }
  }

  @SuppressWarnings("serial")
  static Stream<Arguments> endings() {
    Throwable bare = new IllegalStateException();
    Throwable deep = bare;
    for (int i = 0; i < 10; i++) {
      deep = new ExecutionException(deep);
    }
    return Stream.of(
        Arguments.of(bare, Outcome.FAILURE, "IllegalStateException"),
        Arguments.of(new ExecutionException(bare), Outcome.FAILURE, "IllegalStateException"),
        Arguments.of(
            new CompletionException(new InvocationTargetException(bare)),
            Outcome.FAILURE,
            "IllegalStateException"),
        Arguments.of(
            new UndeclaredThrowableException(bare), Outcome.FAILURE, "IllegalStateException"),
        Arguments.of(deep, Outcome.FAILURE, "IllegalStateException"),
        Arguments.of(new ExecutionException(deep), Outcome.FAILURE, "ExecutionException"),
        Arguments.of(
            new ExecutionException((Throwable) null), Outcome.FAILURE, "ExecutionException"),
        // wraps as well, but an application may mean it
        Arguments.of(
            new UncheckedIOException(new IOException()), Outcome.FAILURE, "UncheckedIOException"),
        Arguments.of(new TimeoutException(), Outcome.TIMEOUT, "timeout"),
        Arguments.of(new Slow(), Outcome.TIMEOUT, "timeout"),
        Arguments.of(new SocketTimeoutException(), Outcome.TIMEOUT, "timeout"),
        Arguments.of(new HttpConnectTimeoutException("x"), Outcome.TIMEOUT, "timeout"),
        Arguments.of(new ExecutionException(new TimeoutException()), Outcome.TIMEOUT, "timeout"),
        Arguments.of(new CancellationException(), Outcome.CANCELED, "canceled"),
        Arguments.of(new InterruptedException(), Outcome.CANCELED, "canceled"),
        Arguments.of(new ClosedByInterruptException(), Outcome.CANCELED, "canceled"),
        Arguments.of(new IOException() {}, Outcome.FAILURE, "IOException"),
        Arguments.of(new Template() {}, Outcome.FAILURE, "Template"),
        Arguments.of(new TimeoutException() {}, Outcome.TIMEOUT, "timeout"),
        Arguments.of(new Rude(), Outcome.FAILURE, "Rude"),
        Arguments.of(new StackOverflowError(), Outcome.FAILURE, "StackOverflowError"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void shouldSayHowARunEnded(Throwable thrown, Outcome outcome, String errorType) {
    assertThat(RunFailure.of(thrown)).isEqualTo(new RunFailure(outcome, errorType));
  }

  @Test
  void shouldNameTheParentOfAHiddenClass() throws Exception {
    byte[] bytes =
        RunFailureTest.class.getResourceAsStream("RunFailureTest$Template.class").readAllBytes();
    Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
    Throwable thrown = (Throwable) hidden.getConstructor().newInstance();
    assertThat(RunFailure.of(thrown).errorType()).isEqualTo("IOException");
  }
}
