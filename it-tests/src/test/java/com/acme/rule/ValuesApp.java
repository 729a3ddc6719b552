package com.acme.rule;

import com.acme.harness.Pause;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Arguments, results and stages that labels and outcomes are read from. */
public final class ValuesApp {
  private static int asked;

  private ValuesApp() {}

  /** What labels are read from. */
  static final class Call {
    private final String secret;
    final Inner inner = new Inner();

    Call(String secret) {
      this.secret = secret;
    }

    private String hidden() {
      return "hidden-" + secret;
    }

    String broken() {
      if (!secret.isEmpty()) {
        throw new IllegalStateException("on purpose");
      }
      return secret;
    }

    @Override
    public String toString() {
      throw new AssertionError("Heddle called toString");
    }

    String all() {
      return hidden();
    }
  }

  /** One step further. */
  static final class Inner {
    final Shapes.Level level = Shapes.Level.HIGH;

    Inner same() {
      asked++;
      return this;
    }
  }

  /** A result with an outcome. */
  record Answer(boolean isError, int status, @Nullable String state) {}

  static void text(@Nullable String value) {}

  static void any(@Nullable Object value) {}

  static void steps(Call call) {}

  static void breaks(Call call) {}

  static Answer answer(Answer wanted) {
    return wanted;
  }

  static int thrower(int kind) throws TimeoutException {
    switch (kind) {
      case 1 -> throw new TimeoutException();
      case 2 -> throw new java.util.concurrent.CancellationException();
      case 3 -> throw new IllegalStateException(new RuntimeException("inner"));
      case 4 -> throw new IllegalStateException() {};
      case 5 -> throw new java.util.concurrent.CompletionException(new ArithmeticException());
      default -> {
        return kind;
      }
    }
  }

  static void forgiven(boolean really) {
    if (really) {
      throw new IllegalStateException("on purpose");
    }
  }

  static @Nullable CompletableFuture<String> later(@Nullable CompletableFuture<String> stage) {
    return stage;
  }

  static @Nullable CompletionStage<Answer> judged(CompletionStage<Answer> stage) {
    return stage;
  }

  public static void main(String[] arguments) throws Exception {
    labels();
    outcomes();
    Pause.at("values " + asked);
    stages();
  }

  private static void labels() {
    text("plain");
    text(null);
    text("\ud800 lone \u20ac");
    text("x".repeat(500));
    any(Shapes.Level.LOW);
    any(String.class);
    any(42);
    any(2.5);
    any(true);
    any('c');
    any(new Call("toString"));
    any(null);
    Call call = new Call("me");
    steps(call);
    breaks(call);
    call.all();
  }

  private static void outcomes() {
    answer(new Answer(false, 200, "done"));
    answer(new Answer(true, 500, "done"));
    answer(new Answer(false, 408, "done"));
    answer(new Answer(false, 200, "gone"));
    answer(new Answer(false, 200, null));
    for (int kind = 0; kind < 6; kind++) {
      try {
        thrower(kind);
      } catch (TimeoutException | RuntimeException expected) {
        asked += 0;
      }
    }
    try {
      forgiven(true);
    } catch (IllegalStateException expected) {
      asked += 0;
    }
  }

  private static void stages() throws Exception {
    CompletableFuture<String> good = later(new CompletableFuture<>());
    CompletableFuture<String> bad = later(new CompletableFuture<>());
    CompletableFuture<String> gone = later(new CompletableFuture<>());
    CompletableFuture<String> slow = later(new CompletableFuture<>());
    CompletableFuture<Answer> judged = new CompletableFuture<>();
    asked += judged(judged) == judged ? 0 : 1;
    asked += later(null) == null ? 0 : 1;
    asked += later(CompletableFuture.completedFuture("already")) == null ? 1 : 0;
    Pause.at("stages");
    Thread other =
        new Thread(
            () -> {
              good.complete("good");
              bad.completeExceptionally(
                  new java.util.concurrent.CompletionException(new ArithmeticException()));
              gone.cancel(true);
              judged.complete(new Answer(true, 500, null));
            });
    other.start();
    other.join();
    try {
      slow.orTimeout(10, TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException expected) {
      Pause.at("done");
    }
  }
}
