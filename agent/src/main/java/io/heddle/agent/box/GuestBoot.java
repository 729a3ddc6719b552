package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.probe.value.Value;
import io.heddle.registry.time.AgentWork;
import org.jspecify.annotations.Nullable;

/** Measures how long the guest took to be ready; overlaps with stages. */
final class GuestBoot extends BoundAdapter {
  private final Boxes boxes;
  private final @Nullable Value key;
  private final @Nullable Value pid;

  GuestBoot(Boxes boxes, RuleBindings bindings, @Nullable Value key, @Nullable Value pid) {
    super(bindings, key, pid);
    this.boxes = boxes;
    this.key = key;
    this.pid = pid;
  }

  @Override
  public Object begins(BoundCall call) {
    return new Booting(boxes.now());
  }

  @Override
  public void ends(@Nullable Object state, BoundCall call) throws Throwable {
    long now = boxes.now();
    Box box = BoxKeys.find(boxes, key, call);
    if (box == null) {
      box = boxes.enclosing();
    }
    if (box != null && state instanceof Booting booting && call.failure() == null) {
      if (!box.booted(booting.nanos(now))) {
        boxes.stages().ignore();
      }
      BoxKeys.process(boxes, box, call.read(pid));
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    if (state instanceof Booting booting) {
      booting.leave(boxes.now());
    }
    return true;
  }

  /** The time when a guest began to boot, and how much time since then is Heddle's own work. */
  private static final class Booting {
    private static final long UNKNOWN = -1;

    private final long startNanos;
    private long ownNanos = UNKNOWN;

    Booting(long startNanos) {
      this.startNanos = startNanos;
    }

    void leave(long nowNanos) {
      ownNanos = AgentWork.within(startNanos, nowNanos - startNanos);
    }

    long nanos(long nowNanos) {
      if (ownNanos == UNKNOWN) {
        leave(nowNanos);
      }
      return Math.max(0, nowNanos - startNanos - ownNanos);
    }
  }
}
