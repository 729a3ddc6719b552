package io.heddle.it.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command top where its output is no terminal. */
class TopIT {
  /** A bucket of a native histogram of schema 3 ends at so many times its begin. */
  private static final double BUCKET = Math.pow(2, 1.0 / 8);

  private static final Offset<Double> EXACTLY = within(1e-9);

  @TempDir private Path directory = Path.of("");

  private static CompletableFuture<ProcessResult> command(Jdk jdk, Object... arguments) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Cli.on(jdk).run(arguments);
          } catch (IOException e) {
            throw new AssertionError(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
          }
        });
  }

  /** Counts how often others have asked for the metrics since it was created. */
  private static final class Reads {
    private static final String ANSWERS = "heddle_self_http_requests_total{code=\"200\"}";

    private final JavaProcess process;
    private final double before;
    private int own;

    Reads(JavaProcess process) throws IOException {
      this.process = process;
      this.before = process.scrape().value(ANSWERS);
    }

    void await(int others) {
      Await.until(this::byOthers, count -> count >= others);
    }

    private double byOthers() throws IOException {
      own++;
      return process.scrape().value(ANSWERS) - before - own;
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldShowTheFiguresOfExactlyKnownRuns(Jdk jdk) throws Exception {
    Path loaded = directory.resolve("loaded");
    try (ControlledApplication application =
        ToldApplications.start(jdk, "-Xlog:class+load:file=" + loaded)) {
      JavaProcess process = application.process();
      // of before, and so not in the table
      application.execute("tool alpha 5 1");
      application.execute("park gamma");
      Reads reads = new Reads(process);
      CompletableFuture<ProcessResult> json =
          command(jdk, "top", process.pid(), "--format", "json", "--interval", "8s");
      CompletableFuture<ProcessResult> table =
          command(jdk, "top", process.address(), "--interval", "8s");
      reads.await(2);
      String[] took = application.execute("tool alpha 40 25").split(" ", -1);
      application.execute("fail beta 7");
      application.execute("step 1000");
      application.execute("hostile");
      assertJson(json.get(), process, took);
      assertTable(table.get());
      assertThat(Files.readString(loaded))
          .contains("io.heddle.agent.")
          .doesNotContain("jline", "io.heddle.agent.cli");
    }
  }

  private static void assertJson(ProcessResult result, JavaProcess process, String[] took)
      throws IOException {
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.err()).isEmpty();
    Json answer = Json.parse(result.out());
    Json jvm = answer.get("jvms").list().get(0);
    assertThat(jvm.get("name").value()).isEqualTo("com.acme.top.ToldApp");
    assertThat(jvm.get("pid").number()).isEqualTo((double) process.pid());
    double seconds = jvm.get("seconds").number();
    assertThat(seconds).isBetween(7.0, 12.0);
    Json alpha = run(answer, "tool", "alpha");
    assertThat(alpha.get("completed").number()).isEqualTo(40);
    assertThat(alpha.get("rate").number()).isCloseTo(40 / seconds, EXACTLY);
    assertThat(alpha.get("failed").number()).isZero();
    double median = Double.parseDouble(took[0]) / 1e9;
    double longest = Double.parseDouble(took[1]) / 1e9;
    assertThat(alpha.get("p50").number()).isBetween(median / BUCKET, median * BUCKET);
    assertThat(alpha.get("p99").number()).isBetween(longest / BUCKET, longest * BUCKET);
    Json beta = run(answer, "tool", "beta");
    assertThat(beta.get("failed").number()).isEqualTo(7);
    assertThat(beta.get("error_rate").number()).isCloseTo(7 / seconds, EXACTLY);
    Json gamma = run(answer, "job", "gamma");
    assertThat(gamma.get("in_flight").number()).isEqualTo(1);
    assertThat(gamma.get("completed").number()).isZero();
    assertThat(gamma.get("p50").value()).isNull();
    Json steps = run(answer, "call", "step");
    assertThat(steps.get("completed").number()).isEqualTo(1000);
    // the only rule whose calls are governed
    assertThat(steps.get("overhead_share").number()).isEqualTo(1);
    assertThat(alpha.get("overhead_share").value()).isNull();
  }

  private static Json run(Json answer, String family, String label) {
    return answer.get("runs").list().stream()
        .filter(run -> family.equals(run.get("family").value()))
        .filter(
            run ->
                run.get("labels").keys().stream()
                    .anyMatch(name -> label.equals(run.get("labels").get(name).value())))
        .findFirst()
        .orElseThrow();
  }

  private static void assertTable(ProcessResult result) {
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.err()).isEmpty();
    List<String> lines = result.out().lines().toList();
    assertThat(lines.get(0).split(" +", -1))
        .containsExactly("FAMILY", "RUN", "RATE/S", "ERR/S", "INFL", "P50", "P99", "OVERHEAD");
    assertThat(result.out()).doesNotContain("\u001b", "\u0007");
    assertThat(lines).anyMatch(line -> line.startsWith("tool    ?[2J?]0;owned??evil??row "));
    String[] alpha = row(lines, "alpha").split(" +", -1);
    // 40 runs in 8 s
    assertThat(Double.parseDouble(alpha[2])).isCloseTo(5, within(1.2));
    assertThat(alpha[3]).isEqualTo("0");
    assertThat(alpha[5]).endsWith("ms");
    String[] beta = row(lines, "beta").split(" +", -1);
    assertThat(beta[3]).isEqualTo(beta[2]).isNotEqualTo("0");
    assertThat(row(lines, "parked gamma").split(" +", -1)[5]).isEqualTo("1");
  }

  private static String row(List<String> lines, String name) {
    return lines.stream().filter(line -> line.contains(" " + name + " ")).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldGoOnWithTheOthersWhenAJvmEnds(Jdk jdk) throws Exception {
    try (ControlledApplication stays = ToldApplications.start(jdk);
        ControlledApplication goes = ToldApplications.start(jdk)) {
      stays.execute("tool alpha 1 1");
      goes.execute("tool alpha 1 1");
      long gone = goes.process().pid();
      Reads reads = new Reads(goes.process());
      CompletableFuture<ProcessResult> json =
          command(
              jdk,
              "top",
              stays.process().pid(),
              gone,
              "-n",
              3,
              "--format=json",
              "--interval",
              "2s");
      reads.await(1);
      goes.end();
      ProcessResult result = json.get();
      assertThat(result.status()).as(result.toString()).isZero();
      List<String> lines = result.out().lines().toList();
      Json last = Json.parse(lines.get(lines.size() - 1));
      List<Json> jvms = last.get("jvms").list();
      assertThat(jvms.get(0).get("problem").value()).isNull();
      assertThat(jvms.get(1).get("problem").value()).isEqualTo("PID " + gone + " has ended.");
      assertThat(jvms.get(1).get("name").value()).isEqualTo("com.acme.top.ToldApp:" + gone);
      assertThat(last.get("runs").list())
          .isNotEmpty()
          .allSatisfy(
              run ->
                  assertThat(run.get("jvm").value())
                      .isEqualTo("com.acme.top.ToldApp:" + stays.process().pid()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldRefuseAJvmWithoutHeddle(Jdk jdk) throws Exception {
    try (ControlledApplication bare =
        ControlledApplication.start(JavaProcess.with(jdk).bare(), "com.acme.top.ToldApp")) {
      long pid = bare.process().pid();
      ProcessResult result = Cli.on(jdk).run("top", pid);
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo("Heddle is not in PID " + pid + ", or serves nothing there.\n");
    }
  }
}
