package io.heddle.it.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.external.Tmux;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command top in a real terminal. */
class TopInTerminalIT {
  private static final int WIDTH = 110;
  private static final int HEIGHT = 30;

  @TempDir private Path directory = Path.of("");

  private void begin(Tmux tmux, Jdk jdk, String variables, Object... arguments) throws Exception {
    StringBuilder command = new StringBuilder("cd " + directory + "; stty -a >before; ");
    command.append(variables).append(' ').append(jdk.java()).append(" -jar ");
    command.append(JavaProcess.JAR).append(" top --interval 500ms");
    for (Object argument : arguments) {
      command.append(' ').append(argument);
    }
    tmux.run(command + "; echo status $? >status; stty -a >after; echo over >over");
    tmux.awaitLine(line -> line.startsWith("heddle top "));
  }

  private void assertRestored(Tmux tmux, int status) throws Exception {
    Path over = directory.resolve("over");
    Await.until(() -> Files.exists(over) && Files.size(over) > 0, ended -> ended);
    assertThat(directory.resolve("status")).hasContent("status " + status);
    assertThat(directory.resolve("after")).hasSameTextualContentAs(directory.resolve("before"));
    assertThat(tmux.value("alternate_on")).isEqualTo("0");
    assertThat(tmux.value("cursor_flag")).isEqualTo("1");
    Files.delete(over);
  }

  private static int lineOf(List<String> lines, String name) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(" " + name + " ")) {
        return i;
      }
    }
    throw new AssertionError("no " + name + " in " + lines);
  }

  private static List<String> awaitOrder(Tmux tmux, String first, String second) {
    return Await.until(tmux::screen, lines -> lineOf(lines, first) < lineOf(lines, second));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldObeyTheKeysAndGiveTheTerminalBack(Jdk jdk) throws Exception {
    try (Tmux tmux = Tmux.start(WIDTH, HEIGHT);
        ControlledApplication application = ToldApplications.start(jdk)) {
      application.execute("park sleepy");
      application.execute("hostile");
      application.execute("busy");
      begin(tmux, jdk, "LC_ALL=C.UTF-8", application.process().pid());
      assertThat(tmux.value("alternate_on")).isEqualTo("1");
      tmux.awaitLine(line -> line.matches("tool +search +[1-9].*█"));
      assertThat(tmux.screen()).anyMatch(line -> line.contains("?[2J?]0;owned??evil??row"));
      assertThat(tmux.value("pane_title")).doesNotContain("owned");
      assertThat(tmux.colours()).contains("\u001b[30m\u001b[42m");
      sortsAndFilters(tmux);
      showsDetailsAndPages(tmux);
      pauses(tmux);
      tmux.resize(40, 12);
      tmux.awaitLine(line -> line.matches("RUN +RATE/S +INFL. +P99"));
      assertThat(tmux.screen()).allMatch(line -> line.length() <= 40);
      tmux.resize(WIDTH, HEIGHT);
      tmux.awaitLine(line -> line.matches("FAMILY RUN.*TREND *"));
      tmux.press("q");
      assertRestored(tmux, 0);
    }
  }

  private static void sortsAndFilters(Tmux tmux) throws Exception {
    tmux.press("N");
    awaitOrder(tmux, "sleepy", "search");
    tmux.press("r");
    awaitOrder(tmux, "search", "sleepy");
    tmux.press("I");
    awaitOrder(tmux, "sleepy", "broken");
    tmux.type("/sleep");
    tmux.awaitLine(line -> line.startsWith("/sleep_"));
    tmux.press("Enter");
    Await.until(tmux::screen, lines -> lines.stream().noneMatch(line -> line.contains(" search ")));
    assertThat(tmux.screen()).anyMatch(line -> line.contains(" sleepy "));
  }

  private static void showsDetailsAndPages(Tmux tmux) throws Exception {
    tmux.press("Enter");
    tmux.awaitLine(line -> line.contains("thread parked-sleepy"));
    tmux.awaitLine(line -> line.contains("at com.acme.top.ToldApp.parked(ToldApp.java:"));
    tmux.press("Escape");
    tmux.awaitLine(line -> line.startsWith("FAMILY RUN "));
    assertThat(tmux.screen()).anyMatch(line -> line.startsWith("filter: sleep "));
    tmux.press("Escape");
    tmux.awaitLine(line -> line.contains(" search "));
    tmux.press("f");
    tmux.awaitLine(line -> line.startsWith("family: call "));
    tmux.press("Escape");
    tmux.press("u");
    tmux.awaitLine(line -> line.matches("[0-9]+ +up +java .*"));
    tmux.press("b");
    tmux.awaitLine(line -> line.startsWith("There are no boxes."));
    tmux.press("h");
    tmux.awaitLine(line -> line.startsWith("Keys"));
    tmux.press("t");
    tmux.awaitLine(line -> line.contains(" search "));
  }

  private static void pauses(Tmux tmux) throws Exception {
    tmux.press("Space");
    tmux.awaitLine(line -> line.endsWith("  paused"));
    List<String> still = tmux.screen();
    tmux.press("Down");
    // the keys work, the figures stay
    Await.until(tmux::colours, colours -> !colours.isEmpty());
    assertThat(tmux.screen().subList(0, 3)).isEqualTo(still.subList(0, 3));
    tmux.press("Space");
    tmux.awaitLine(line -> line.endsWith("  every 500ms"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldGiveTheTerminalBackHoweverItEnds(Jdk jdk) throws Exception {
    try (Tmux tmux = Tmux.start(WIDTH, HEIGHT);
        ControlledApplication application = ToldApplications.start(jdk)) {
      long pid = application.process().pid();
      application.execute("tool alpha 3 1");
      begin(tmux, jdk, "NO_COLOR=1", pid);
      tmux.awaitLine(line -> line.matches("tool.* alpha +0 .*"));
      assertThat(tmux.colours()).doesNotContainPattern("\u001b\\[[0-9;]*[34][0-7]m");
      tmux.press("C-c");
      assertRestored(tmux, 0);
      begin(tmux, jdk, "", pid);
      tmux.child().destroy();
      assertRestored(tmux, 143);
      begin(tmux, jdk, "", "-n 2", pid);
      assertRestored(tmux, 0);
      tmux.awaitLine(line -> line.matches("tool +alpha +0 .*"));
      tmux.run("clear");
      begin(tmux, jdk, "", pid);
      tmux.awaitLine(line -> line.matches("tool.* alpha +0 .*"));
      application.end();
      assertRestored(tmux, 0);
      assertThat(tmux.awaitLine(line -> line.endsWith("PID " + pid + " has ended.")))
          .anyMatch(line -> line.matches("tool +alpha +0 .*"));
    }
  }
}
