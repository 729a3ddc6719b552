package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands attach and detach of the packaged jar, and the traces that a detached agent leaves.
 */
public final class AttachCommands {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/metrics");

  private AttachCommands() {}

  /** Runs a command that succeeds and writes nothing to stderr; returns its output. */
  public static String run(Jdk jdk, Object... arguments) throws Exception {
    ProcessResult result = Cli.on(jdk).run(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  /** The address of the HTTP server that the output of attach names. */
  public static String address(String output) {
    Matcher matcher = ADDRESS.matcher(output);
    assertThat(matcher.find()).as(output).isTrue();
    return matcher.group(1);
  }

  /** Waits until a collection finds no class loader of Heddle and no object of its classes. */
  public static void awaitNoInstanceOfAgent(Jdk jdk, long pid) throws Exception {
    String pidText = Long.toString(pid);
    String histogram = "";
    for (int i = 0; i < 20; i++) {
      ProcessResult.of(jdk.tool("jcmd"), pidText, "GC.run");
      histogram = ProcessResult.of(jdk.tool("jcmd"), pidText, "GC.class_histogram").out();
      if (!histogram.contains("io.heddle.premain.AgentClassLoader ")
          && !histogram.contains("io.heddle.agent.")) {
        return;
      }
    }
    throw new AssertionError(
        histogram.lines().filter(line -> line.contains("heddle")).toList().toString());
  }
}
