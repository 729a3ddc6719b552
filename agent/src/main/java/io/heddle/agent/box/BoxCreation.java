package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** Measures the calls that create boxes. */
final class BoxCreation extends EnclosingAdapter {
  private final Boxes boxes;
  private final Value box;
  private final @Nullable Value runner;
  private final @Nullable Value name;
  private final @Nullable Value pid;

  BoxCreation(
      Boxes boxes,
      RuleBindings bindings,
      Value box,
      @Nullable Value runner,
      @Nullable Value name,
      @Nullable Value pid) {
    super(boxes, bindings, box, runner, name, pid);
    this.boxes = boxes;
    this.box = box;
    this.runner = runner;
    this.name = name;
    this.pid = pid;
  }

  @Override
  public @Nullable Object begins(BoundCall call) throws Throwable {
    Object key = box.isLate() ? null : BoxKeys.key(call.read(box));
    Box known = key == null ? null : boxes.find(key);
    if (known != null && known == boxes.enclosing()) {
      return null; // an override that calls its parent: the same creation
    }
    Box made = boxes.create(call.label(runner), key);
    made.markUncounted(true, true); // until a rule of its commands says that it does
    if (!BoxKeys.isLate(name) && call.read(name) != null) {
      made.name(call.label(name));
    }
    return new OpenCall(made, boxes.stages().enter(made.times(), made.startNanos()));
  }

  @Override
  void ends(OpenCall open, BoundCall call, long nowNanos) throws Throwable {
    Box made = open.box;
    if (made == null) {
      return;
    }
    if (call.failure() != null) {
      boxes.failed(made);
      return;
    }
    boolean exists = true;
    try {
      exists = identify(made, call);
    } finally {
      boxes.up(made, nowNanos, open.frame.ownNanos());
      if (!exists) {
        boxes.end(made); // it did all that it was made for within its creation
      }
    }
  }

  private boolean identify(Box made, BoundCall call) throws Throwable {
    Object key = BoxKeys.key(call.read(box));
    if (key != null) {
      boxes.addKey(made, key);
    }
    if (BoxKeys.isLate(name) && call.read(name) != null) {
      made.name(call.label(name));
    }
    BoxKeys.process(boxes, made, call.read(pid));
    return key != null;
  }
}
