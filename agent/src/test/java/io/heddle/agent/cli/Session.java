package io.heddle.agent.cli;

import io.heddle.agent.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A console that remembers. */
public final class Session {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
  private final PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);

  /** Runs the whole command line. */
  int type(String... args) {
    return Main.run(args, "/opt/heddle-agent.jar", "b00t", outStream, errStream);
  }

  /** Runs one command as if it were the only one. */
  public int run(Command command, String... arguments) {
    CommandTable table =
        new CommandTable(List.of(new CommandTable.Entry("it", "it ARGUMENT", "does it", command)));
    String[] args = new String[arguments.length + 1];
    args[0] = "it";
    System.arraycopy(arguments, 0, args, 1, arguments.length);
    return new Main(table, console()).run(List.of(args));
  }

  public Console console() {
    return new Console(outStream, errStream);
  }

  public List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  public List<String> err() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
