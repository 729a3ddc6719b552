package io.heddle.agent.cli.top;

import io.heddle.agent.cli.top.view.Key;
import io.heddle.agent.cli.top.view.KeyReader;
import io.heddle.agent.cli.top.view.Line;
import io.heddle.agent.cli.top.view.Style;
import io.heddle.agent.cli.top.view.TerminalText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The user's terminal, on a screen of its own and with each key passed on at once. However the
 * command ends, it is given back as it was.
 */
final class TopTerminal implements AutoCloseable {
  private static final String ESCAPE = "\u001b[";
  private static final String ENTER = ESCAPE + "?1049h" + ESCAPE + "?25l" + ESCAPE + "2J";
  private static final String LEAVE = ESCAPE + "0m" + ESCAPE + "?25h" + ESCAPE + "?1049l";
  private static final int SCREEN_BYTES = 1 << 16;
  private static final int DEFAULT_WIDTH = 80;
  private static final int DEFAULT_HEIGHT = 24;

  private final Terminal terminal;
  // not the terminal's writer, which JLine closes at the exit of the JVM, perhaps too early
  private final PrintStream out;
  private final Attributes before;
  private final boolean colours;
  private final TerminalText text;
  private final KeyReader keys;
  private final Thread atExit;
  private volatile boolean resized = true;
  private boolean left;
  private Size size = new Size(DEFAULT_WIDTH, DEFAULT_HEIGHT);
  private String drawn = "";

  private TopTerminal(Terminal terminal, boolean colours, Charset charset) {
    this.terminal = terminal;
    this.out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), SCREEN_BYTES),
            false,
            charset);
    this.colours = colours;
    this.text = new TerminalText(charset.name().startsWith("UTF-"));
    this.before = terminal.getAttributes();
    this.keys = new KeyReader(millis -> terminal.reader().read(millis));
    this.atExit = new Thread(this::leave, "heddle-top-exit");
  }

  /** Returns true if input and output are a terminal that can be drawn on. */
  static boolean isHere(Map<String, String> environment) {
    String type = environment.getOrDefault("TERM", "");
    if (type.isEmpty() || type.equals("dumb")) {
      return false;
    }
    ExecTerminalProvider provider = new ExecTerminalProvider();
    return provider.isSystemStream(SystemStream.Input)
        && provider.isSystemStream(SystemStream.Output);
  }

  /** Takes the terminal over. */
  static TopTerminal open(Map<String, String> environment) throws IOException {
    Charset charset = charset();
    Terminal terminal =
        new ExecTerminalProvider()
            .sysTerminal(
                "heddle top",
                environment.getOrDefault("TERM", ""),
                false,
                charset,
                charset,
                charset,
                // the JVM ends as it always does on a signal, and runs what is to be done at exit
                false,
                Terminal.SignalHandler.SIG_DFL,
                false,
                SystemStream.Output);
    boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
    TopTerminal opened = new TopTerminal(terminal, colours, charset);
    try {
      opened.enter();
      return opened;
    } catch (RuntimeException | IOError e) {
      opened.close();
      throw e;
    }
  }

  private static Charset charset() {
    for (String property : List.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")) {
      String name = System.getProperty(property);
      if (name != null && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    return Charset.defaultCharset();
  }

  private void enter() {
    Runtime.getRuntime().addShutdownHook(atExit);
    Signals.register("WINCH", () -> resized = true);
    terminal.enterRawMode();
    Attributes own = new Attributes(terminal.getAttributes());
    // Ctrl-C is a key, so that it leaves in the same way as q
    own.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(own);
    write(ENTER);
  }

  private void write(String sequence) {
    out.print(sequence);
    out.flush();
  }

  /** Gives the terminal back; what is drawn later is not shown. */
  private synchronized void leave() {
    if (!left) {
      left = true;
      write(LEAVE);
      try {
        terminal.setAttributes(before);
      } catch (IllegalStateException | IOError e) {
        // JLine closed it at the exit of the JVM, with the attributes of before
      }
    }
  }

  @Override
  public void close() throws IOException {
    leave();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook finds its work done
    }
    terminal.close();
  }

  TerminalText text() {
    return text;
  }

  int width() {
    return size().getColumns();
  }

  int height() {
    return size().getRows();
  }

  /** Returns true if the size is another one than that which was last asked for. */
  boolean isResized() {
    return resized;
  }

  /** Asks for the size after a change alone: each time a process answers. */
  private Size size() {
    if (resized) {
      resized = false;
      Size now = terminal.getSize();
      size =
          now.getColumns() > 0 && now.getRows() > 0 ? now : new Size(DEFAULT_WIDTH, DEFAULT_HEIGHT);
      drawn = "";
    }
    return size;
  }

  /** Returns the next key, or null if none is pressed in time. */
  @Nullable Key nextKey(long millis) throws IOException {
    return keys.next(millis);
  }

  /** Draws the whole screen, unless it shows these lines already. */
  synchronized void draw(List<Line> lines) {
    StringBuilder screen = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      screen.append(ESCAPE).append(i + 1).append(";1H").append(ESCAPE).append("2K");
      for (Line.Span span : lines.get(i).spans()) {
        screen.append(look(span.style())).append(span.text()).append(ESCAPE).append("0m");
      }
    }
    String whole = screen.toString();
    if (!left && !whole.equals(drawn)) {
      write(drawn.isEmpty() ? ESCAPE + "2J" + whole : whole);
      drawn = whole;
    }
  }

  private String look(Style style) {
    return switch (style) {
      case PLAIN -> "";
      case BOLD -> ESCAPE + "1m";
      case HEADER -> ESCAPE + (colours ? "30;42m" : "7m");
      case SELECTED -> ESCAPE + (colours ? "30;46m" : "7m");
      case FAINT -> ESCAPE + "2m";
      case TREND -> colours ? ESCAPE + "36m" : "";
      case ALERT -> ESCAPE + (colours ? "1;31m" : "1m");
    };
  }
}
