package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.probe.value.Value;
import io.heddle.registry.StageFrame;
import org.jspecify.annotations.Nullable;

/** An adapter for a call that encloses other stages on its thread. */
abstract class EnclosingAdapter extends BoundAdapter {
  /** The state of a call between its beginning and its end. */
  static final class OpenCall {
    final @Nullable Box box;
    final StageFrame frame;
    boolean left;

    OpenCall(@Nullable Box box, StageFrame frame) {
      this.box = box;
      this.frame = frame;
    }
  }

  private final Boxes boxes;

  EnclosingAdapter(Boxes boxes, RuleBindings bindings, @Nullable Value... values) {
    super(bindings, values);
    this.boxes = boxes;
  }

  abstract void ends(OpenCall open, BoundCall call, long nowNanos) throws Throwable;

  @Override
  public final void ends(@Nullable Object state, BoundCall call) throws Throwable {
    if (state instanceof OpenCall open) {
      long now = boxes.now(); // all work from here on is Heddle's
      leave(open, now);
      ends(open, call, now);
    }
  }

  @Override
  public final boolean endsLater(@Nullable Object state) {
    if (state instanceof OpenCall open) {
      leave(open, boxes.now());
    }
    return true;
  }

  private void leave(OpenCall open, long nowNanos) {
    if (!open.left) {
      open.left = true;
      boxes.stages().leave(open.frame, nowNanos);
    }
  }
}
