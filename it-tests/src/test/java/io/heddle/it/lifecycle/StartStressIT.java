package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents have hung one start in a hundred: so many starts, most of them contended. */
@Tag("alone")
class StartStressIT {
  private static final int STARTS = Boolean.getBoolean("heddle.long") ? 300 : 30;
  private static final int AT_A_TIME = 2;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String RULE =
      "rules: [ { id: step, type: com.acme.lifecycle.Step, method: getAsInt } ]\n";

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNeverHangAndCountFromTheFirst(Jdk jdk) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<Void>> starts = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        Callable<Void> start = i % 5 == 0 ? () -> hello(jdk) : () -> together(jdk);
        starts.add(threads.submit(start));
      }
      for (Future<Void> start : starts) {
        start.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void hello(Jdk jdk) throws Exception {
    try (JavaProcess hello = JavaProcess.with(jdk).run("com.acme.harness.HelloApp").start()) {
      awaitEnd(jdk, hello);
      assertThat(hello.awaitResult().out()).isEqualTo("hello\n");
    }
    return null;
  }

  private static Void together(Jdk jdk) throws Exception {
    JavaProcess.Builder builder =
        JavaProcess.with(jdk).config(RULE).run("com.acme.lifecycle.ConcurrentStartsApp");
    try (JavaProcess app = builder.start()) {
      awaitEnd(jdk, app);
      ProcessResult result = app.awaitResult();
      assertThat(result.status()).as(result.toString()).isZero();
      assertThat(result.foreignLines()).isEmpty();
      assertThat(result.agentLines()).hasSize(1);
      assertThat(result.out()).startsWith("sum 8\n");
      Scrape scrape = new Scrape(result.out());
      assertThat(scrape.sum("heddle_exec_started_total")).as(result.out()).isEqualTo(8);
      assertThat(scrape.sum("heddle_call_started_total")).as(result.out()).isEqualTo(8);
    }
    return null;
  }

  private static void awaitEnd(Jdk jdk, JavaProcess process) throws Exception {
    try {
      process.handle().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      ProcessResult stacks =
          ProcessResult.of(jdk.tool("jstack"), "-l", Long.toString(process.pid()));
      String output = process.stdout() + process.stderr() + stacks.out() + stacks.err();
      throw new AssertionError("still running after " + LIMIT + "\n" + output, e);
    }
  }
}
