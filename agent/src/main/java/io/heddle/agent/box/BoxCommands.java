package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
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
  private final Value key;
  private final @Nullable Value runner;
  private final Bytes bytes;

  /**
   * The values that count bytes; null where nothing does.
   *
   * @param sent bytes into the box
   * @param received bytes out of the box
   */
  record Bytes(@Nullable Value sent, @Nullable Value received) {}

  /**
   * @param commands false if the calls transfer bytes and are no commands
   * @param key the box, or its id
   * @param runner the runner of a box that is seen for the first time; null: none
   */
  BoxCommands(
      Boxes boxes,
      RuleBindings bindings,
      boolean commands,
      Value key,
      @Nullable Value runner,
      Bytes bytes) {
    super(bindings, key, runner, bytes.sent(), bytes.received());
    this.boxes = boxes;
    this.commands = commands;
    this.key = key;
    this.runner = runner;
    this.bytes = bytes;
  }

  @Override
  public @Nullable Object begins(BoundCall call) throws Throwable {
    return key.isLate() ? null : begun(call);
  }

  private @Nullable Box begun(BoundCall call) throws Throwable {
    Object known = BoxKeys.key(call.read(key));
    Box box = known == null ? null : boxes.find(known);
    if (box == null) {
      box = boxes.enclosing(); // it is being created, and its key is not known yet
    }
    if (box == null && known != null) {
      box = boxes.getOrCreate(call.label(runner), known);
      box.markUncounted(true, true);
    }
    if (box != null) {
      begins(box);
    }
    return box;
  }

  private void begins(Box box) {
    if (bytes.sent() != null || bytes.received() != null) {
      box.markCounted(bytes.sent() != null);
    }
    if (commands) {
      box.commandStarted();
    }
  }

  @Override
  public void ends(@Nullable Object state, BoundCall call) throws Throwable {
    // a call may itself bring about the box that it is of
    Box box = state instanceof Box known ? known : begun(call);
    if (box == null) {
      throw new IllegalArgumentException("a command of no box");
    }
    try {
      if (commands && call.failure() != null) {
        box.commandFailed();
      }
    } finally {
      if (commands || !call.isThrown()) {
        count(box, call);
      }
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    return true;
  }

  private void count(Box box, BoundCall call) throws Throwable {
    long sent = count(call.read(bytes.sent()));
    long received = count(call.read(bytes.received()));
    if (sent > 0) {
      box.sent(sent);
    }
    if (received > 0) {
      box.received(received);
    }
  }

  /** Returns the number that a value stands for: 0 for null, negative at the end of a stream. */
  static long count(@Nullable Object value) {
    if (value instanceof byte[] array) {
      return array.length;
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
