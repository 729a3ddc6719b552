package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundCall;
import io.heddle.probe.value.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values by which a rule names a box and its process. */
final class BoxKeys {
  private static final int MAX_ID_LENGTH = 128;

  private BoxKeys() {}

  /** Returns true if the value is known only when the call has ended. */
  static boolean isLate(@Nullable Value value) {
    return value != null && value.isLate();
  }

  /** Returns the box that a value of a call names, or null if it is not known. */
  static @Nullable Box find(Boxes boxes, @Nullable Value value, BoundCall call) throws Throwable {
    Object key = key(call.read(value));
    return key == null ? null : boxes.find(key);
  }

  /** Returns the key of a box: an id as text, or the object itself; null: none. */
  static @Nullable Object key(@Nullable Object given) {
    Object box = given;
    if (box instanceof Optional<?> held) {
      box = held.orElse(null);
    }
    if (box instanceof String text) {
      String id = text.length() <= MAX_ID_LENGTH ? text : text.substring(0, MAX_ID_LENGTH);
      return id.isEmpty() ? null : id;
    }
    return Value.isJdkNumber(box) ? String.valueOf(box) : box;
  }

  /** Sets the process of the box, or records its end, if there is a process or its id. */
  static void process(Boxes boxes, Box box, @Nullable Object pid) {
    long id = pid instanceof Process process ? process.pid() : BoxCommands.count(pid);
    if (id > 0 && ProcessHandle.of(id).isEmpty()) {
      boxes.processGone(box);
    } else if (id > 0) {
      boxes.process(box, BoxProcess.of(id, null, null));
    }
  }
}
