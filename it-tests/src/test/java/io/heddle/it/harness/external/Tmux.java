package io.heddle.it.harness.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** A shell in a terminal of tmux, on a server of its own. Closing it ends both. */
public final class Tmux implements AutoCloseable {
  private static final Map<String, String> UTF_8 = Map.of("LC_ALL", "C.UTF-8");

  private final String socket = "heddle-" + UUID.randomUUID();

  private Tmux() {}

  /** Starts a shell in a terminal of this size; the test is skipped where tmux is missing. */
  public static Tmux start(int width, int height) throws IOException, InterruptedException {
    assumeTrue(isThere(), "tmux is missing (Debian: tmux)");
    Tmux tmux = new Tmux();
    tmux.tmux(
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        Integer.toString(width),
        "-y",
        Integer.toString(height),
        "sh");
    return tmux;
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return ProcessResult.of(List.of("tmux", "-V"), Map.of()).status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket));
    command.addAll(List.of(arguments));
    ProcessResult result = ProcessResult.of(command, UTF_8);
    assertThat(result.status()).as("%s: %s", command, result).isZero();
    return result.out();
  }

  /** Types text as it is. */
  public void type(String text) throws IOException, InterruptedException {
    tmux("send-keys", "-l", text);
  }

  /** Presses a key by its name in tmux, such as Enter or C-c. */
  public void press(String key) throws IOException, InterruptedException {
    tmux("send-keys", key);
  }

  /** Types a command and Enter. */
  public void run(String command) throws IOException, InterruptedException {
    type(command);
    press("Enter");
  }

  public void resize(int width, int height) throws IOException, InterruptedException {
    tmux("resize-window", "-x", Integer.toString(width), "-y", Integer.toString(height));
  }

  /** What the terminal shows, line by line. */
  public List<String> screen() throws IOException, InterruptedException {
    return tmux("capture-pane", "-p").lines().toList();
  }

  /** What the terminal shows, with the sequences for colours. */
  public String colours() throws IOException, InterruptedException {
    return tmux("capture-pane", "-p", "-e");
  }

  /** Waits until a line of the screen is as the test wants it. */
  public List<String> awaitLine(Predicate<String> line) {
    return Await.until(this::screen, lines -> lines.stream().anyMatch(line));
  }

  /** A value that tmux knows, such as {@code alternate_on}. */
  public String value(String name) throws IOException, InterruptedException {
    return tmux("display", "-p", "#{" + name + "}").strip();
  }

  /** The process that runs in the shell. */
  public ProcessHandle child() throws IOException, InterruptedException {
    long shell = Long.parseLong(value("pane_pid"));
    return ProcessHandle.of(shell).flatMap(one -> one.children().findFirst()).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    try {
      tmux("kill-server");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
