package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel sees of sampling: no process is started, and no file made or removed. */
class UnitTraceIT {
  private static final Pattern CALL = Pattern.compile("(\\w+)\\((?:AT_FDCWD, )?\"([^\"]*)\"(.*)");

  @TempDir private Path directory;

  /** Sorted: started programs, and files that were made or removed. */
  private record Trace(ProcessResult result, List<String> programs, List<String> files) {
    static Trace of(Path file, JavaProcess.Builder builder) throws Exception {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "strace",
                  "-f",
                  "-qq",
                  "--seccomp-bpf",
                  "-e",
                  "trace=execve,execveat,openat,open,creat,unlink,unlinkat,rename,mkdir,mkdirat",
                  "-o",
                  file.toString()));
      command.addAll(builder.command());
      ProcessResult result = ProcessResult.of(command, Map.of());
      List<String> programs = new ArrayList<>();
      List<String> files = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        Matcher call = CALL.matcher(line);
        if (call.find() && !line.contains(" = -1 E")) {
          String name = call.group(1);
          if (name.startsWith("exec")) {
            programs.add(call.group(2));
          } else if (!name.startsWith("open") || call.group(3).contains("O_CREAT")) {
            // the JVM's own have its process id in their names
            files.add(name + " " + call.group(2).replaceAll("\\d+", "N"));
          }
        }
      }
      programs.sort(null);
      files.sort(null);
      return new Trace(result, programs, files);
    }
  }

  private static boolean isTracing() throws IOException, InterruptedException {
    try {
      return ProcessResult.of(List.of("strace", "-f", "--seccomp-bpf", "true"), Map.of()).status()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStartNothingAndLeaveNothing(Jdk jdk) throws Exception {
    assumeTrue(isTracing(), "nobody can look on without strace (Debian: strace)");
    FutureTask<Trace> tracingBare =
        new FutureTask<>(() -> Trace.of(directory.resolve("bare"), application(jdk).bare()));
    Thread thread = new Thread(tracingBare);
    thread.start();
    Trace with = Trace.of(directory.resolve("with"), application(jdk));
    Trace bare = tracingBare.get();
    with.result.assertServedBeside(bare.result);
    assertThat(with.result.status()).isZero();
    assertThat(with.result.out()).isEqualTo("exit 0\nexit 0\nexit 0\n");
    // the JVM, and for each child the JDK's helper besides its program
    assertThat(with.programs).isEqualTo(bare.programs);
    assertThat(with.programs).filteredOn(program -> program.endsWith("/sleep")).hasSize(3);
    assertThat(with.files).isEqualTo(bare.files);
  }

  private static JavaProcess.Builder application(Jdk jdk) {
    // a JVM clears away what killed ones left of either, and this is of no other JVM
    return JavaProcess.with(jdk)
        .jvm("-XX:-UsePerfData", "-XX:+DisableAttachMechanism")
        .run("com.acme.unit.ParallelCommandApp", "/bin/sleep", "6");
  }
}
