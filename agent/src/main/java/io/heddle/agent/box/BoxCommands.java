package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.RuleBindings;
import org.jspecify.annotations.Nullable;

/**
 * Calls of boxes, which may be met here for the first time: commands, counted when they begin and
 * as errors when they have ended so, and bytes that go in or come out.
 */
final class BoxCommands extends BoundAdapter {
  private final Boxes boxes;
  private final boolean commands;

  /**
   * @param commands false: the calls bring bytes and are no commands
   */
  BoxCommands(Boxes boxes, RuleBindings facts, boolean commands) {
    super(facts);
    this.boxes = boxes;
    this.commands = commands;
  }

  @Override
  public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
    return facts().isLate("box") ? null : begun(heard);
  }

  private @Nullable Box begun(RuleBindings.Heard heard) throws Throwable {
    Object key = BoxAdapters.key(heard);
    Box box = key == null ? null : boxes.find(key);
    if (box == null) {
      box = boxes.around(); // it is being created, and nobody knows what it will be called
    }
    if (box == null && key != null) {
      box = boxes.meet(heard.label("runner"), key);
      box.uncounted(true, true);
    }
    if (box != null) {
      begins(box);
    }
    return box;
  }

  private void begins(Box box) {
    if (facts().has("sent") || facts().has("received")) {
      box.counted(facts().has("sent"));
    }
    if (commands) {
      box.commandBegins();
    }
  }

  @Override
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
    // a call may itself bring about the box that it is of
    Box box = state instanceof Box known ? known : begun(heard);
    if (box == null) {
      throw new IllegalArgumentException("a command of no box");
    }
    try {
      if (commands && heard.ending() != null) {
        box.commandFails();
      }
    } finally {
      if (commands || !heard.isThrown()) {
        bytes(box, heard);
      }
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    return true;
  }

  private static void bytes(Box box, RuleBindings.Heard heard) throws Throwable {
    long sent = count(heard.object("sent"));
    long received = count(heard.object("received"));
    if (sent > 0) {
      box.sent(sent);
    }
    if (received > 0) {
      box.received(received);
    }
  }

  /** Nothing, and less than nothing as at the end of a stream, is no byte. */
  static long count(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    if (value instanceof Number number && number.getClass().getClassLoader() == null) {
      return number.longValue();
    }
    if (value != null) {
      throw new IllegalArgumentException(value.getClass() + " is no number of bytes");
    }
    return 0;
  }
}
