package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls of boxes, which may be seen here for the first time: commands when they begin,
 * errors when commands have failed, and bytes that go in or come out.
 */
final class BoxCommands extends BoundAdapter {
  private final Boxes boxes;
  private final boolean commands;

  /**
   * @param commands false if the calls transfer bytes and are no commands
   */
  BoxCommands(Boxes boxes, RuleBindings facts, boolean commands) {
    super(facts);
    this.boxes = boxes;
    this.commands = commands;
  }

  @Override
  public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
    return facts().isLate("box") ? null : box(heard);
  }

  private @Nullable Box box(RuleBindings.Heard heard) throws Throwable {
    Object key = BoxAdapters.key(heard);
    Box box = key == null ? null : boxes.find(key);
    if (box == null) {
      box = boxes.enclosing(); // it is being created, and its key is not known yet
    }
    if (box == null && key != null) {
      box = boxes.getOrCreate(heard.label("runner"), key);
      box.markUncounted(true, true);
    }
    if (box != null) {
      begins(box);
    }
    return box;
  }

  private void begins(Box box) {
    if (facts().has("sent") || facts().has("received")) {
      box.markCounted(facts().has("sent"));
    }
    if (commands) {
      box.commandStarted();
    }
  }

  @Override
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
    // a call may itself bring about the box that it is of
    Box box = state instanceof Box known ? known : box(heard);
    if (box == null) {
      throw new IllegalArgumentException("a command of no box");
    }
    try {
      if (commands && heard.ending() != null) {
        box.commandFailed();
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

  /** Returns the number that a value stands for: 0 for null, negative at the end of a stream. */
  static long count(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    if (value instanceof Number number && Value.isJdkNumber(number)) {
      return number.longValue();
    }
    if (value != null) {
      throw new IllegalArgumentException(value.getClass() + " is no number of bytes");
    }
    return 0;
  }
}
