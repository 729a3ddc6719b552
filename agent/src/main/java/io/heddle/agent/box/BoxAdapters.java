package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.task.RunnerErrorAdapter;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.StageFrame;
import io.heddle.registry.Stages;
import io.heddle.registry.family.AgentWork;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for rules with {@code stage:}: stages of runs and boxes, and events in the life of a
 * box. A call that returns a stage of java.util.concurrent lasts until that completes.
 */
public final class BoxAdapters {
  private static final int MAX_ID_LENGTH = 128;

  private final Boxes boxes;
  private final RunnerErrors errors;

  /**
   * @param errors counts the errors that a rule declares as errors of the runner
   */
  public BoxAdapters(Boxes boxes, RunnerErrors errors) {
    this.boxes = boxes;
    this.errors = errors;
  }

  /** Returns the adapter of this event for one rule, or null if there is none. */
  public @Nullable Adapter of(AdapterEvent event, RuleBindings facts) {
    BoundAdapter adapter = eventAdapter(event, facts);
    return adapter == null || !RunnerErrorAdapter.isFor(facts)
        ? adapter
        : new RunnerErrorAdapter(facts, errors, adapter, heard -> runner(facts, heard));
  }

  /** Returns the runner that the rule names, or the runner of the box of the call. */
  private String runner(RuleBindings facts, RuleBindings.Heard heard) throws Throwable {
    if (facts.has("runner")) {
      return heard.label("runner");
    }
    Box box = facts.isLate("box") ? null : knownBox(heard);
    box = box == null ? boxes.enclosing() : box;
    return box == null ? Value.NONE : box.runner();
  }

  private @Nullable BoundAdapter eventAdapter(AdapterEvent event, RuleBindings facts) {
    return switch (event) {
      case STAGE -> new StageAdapter(facts);
      case BOX_CREATE -> new Create(facts);
      case BOX_BOOT -> new Boot(facts);
      case BOX_COMMAND -> new BoxCommands(boxes, facts, true);
      case BOX_IO -> new BoxCommands(boxes, facts, false);
      case BOX_END -> new End(facts);
      case BOX_NETWORK -> new Network(facts);
      default -> null;
    };
  }

  /** The state of a call between its beginning and its end. */
  private static final class OpenCall {
    final @Nullable Box box;
    final StageFrame frame;
    boolean hasLeft;

    OpenCall(@Nullable Box box, StageFrame frame) {
      this.box = box;
      this.frame = frame;
    }
  }

  /** The time when a guest began to boot, and how much time since then is Heddle's own work. */
  private static final class GuestBoot {
    private static final long UNKNOWN = -1;

    private final long startNanos;
    private long agentNanos = UNKNOWN;

    GuestBoot(long startNanos) {
      this.startNanos = startNanos;
    }

    void leave(long nowNanos) {
      agentNanos = AgentWork.within(startNanos, nowNanos - startNanos);
    }

    long nanos(long nowNanos) {
      if (agentNanos == UNKNOWN) {
        leave(nowNanos);
      }
      return Math.max(0, nowNanos - startNanos - agentNanos);
    }
  }

  /** A call that encloses others on its thread. */
  private abstract class EnclosingAdapter extends BoundAdapter {
    EnclosingAdapter(RuleBindings facts) {
      super(facts);
    }

    abstract void ends(OpenCall call, RuleBindings.Heard heard, long nowNanos) throws Throwable;

    @Override
    public final void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      if (state instanceof OpenCall call) {
        long now = boxes.now(); // all work from here on is Heddle's
        leave(call, now);
        ends(call, heard, now);
      }
    }

    @Override
    public final boolean endsLater(@Nullable Object state) {
      if (state instanceof OpenCall call) {
        leave(call, boxes.now());
      }
      return true;
    }

    private void leave(OpenCall call, long nowNanos) {
      if (!call.hasLeft) {
        call.hasLeft = true;
        boxes.stages().leave(call.frame, nowNanos);
      }
    }
  }

  /** A stage of the box that the rule names or of the enclosing run or box. Set on success. */
  private final class StageAdapter extends EnclosingAdapter {
    StageAdapter(RuleBindings facts) {
      super(facts);
    }

    @Override
    public Object begins(RuleBindings.Heard heard) throws Throwable {
      Box box = knownBox(heard);
      String stage = heard.label("stage");
      if (stage.equals(Stages.UNATTRIBUTED)) {
        throw new IllegalArgumentException("that is what the stages leave over");
      }
      return new OpenCall(
          box, boxes.stages().begin(box == null ? null : box.times(), stage, boxes.now()));
    }

    @Override
    void ends(OpenCall call, RuleBindings.Heard heard, long nowNanos) {
      if (heard.ending() == null) {
        boxes.stages().end(call.frame, nowNanos);
      }
    }
  }

  private final class Create extends EnclosingAdapter {
    Create(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      Object key = facts().isLate("box") ? null : key(heard);
      Box known = key == null ? null : boxes.find(key);
      if (known != null && known == boxes.enclosing()) {
        return null; // an override that calls its parent: the same creation
      }
      Box box = boxes.create(heard.label("runner"), key);
      box.markUncounted(true, true); // until a rule of its commands says that it does
      if (!facts().isLate("name") && heard.object("name") != null) {
        box.name(heard.label("name"));
      }
      return new OpenCall(box, boxes.stages().enter(box.times(), box.startNanos()));
    }

    @Override
    void ends(OpenCall call, RuleBindings.Heard heard, long nowNanos) throws Throwable {
      Box box = call.box;
      if (box == null) {
        return;
      }
      if (heard.ending() != null) {
        boxes.failed(box);
        return;
      }
      boolean exists = true;
      try {
        exists = identify(box, heard);
      } finally {
        boxes.up(box, nowNanos, call.frame.ownNanos());
        if (!exists) {
          boxes.end(box); // it did all that it was made for within its creation
        }
      }
    }

    private boolean identify(Box box, RuleBindings.Heard heard) throws Throwable {
      Object key = key(heard);
      if (key != null) {
        boxes.addKey(box, key);
      }
      if (facts().isLate("name") && heard.object("name") != null) {
        box.name(heard.label("name"));
      }
      process(box, heard);
      return key != null;
    }
  }

  /** Measures how long the guest took to be ready; overlaps with stages. */
  private final class Boot extends BoundAdapter {
    Boot(RuleBindings facts) {
      super(facts);
    }

    @Override
    public Object begins(RuleBindings.Heard heard) {
      return new GuestBoot(boxes.now());
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      long now = boxes.now();
      Box box = knownBox(heard);
      if (box == null) {
        box = boxes.enclosing();
      }
      if (box != null && state instanceof GuestBoot boot && heard.ending() == null) {
        if (!box.booted(boot.nanos(now))) {
          boxes.stages().ignore();
        }
        process(box, heard);
      }
    }

    @Override
    public boolean endsLater(@Nullable Object state) {
      if (state instanceof GuestBoot boot) {
        boot.leave(boxes.now());
      }
      return true;
    }
  }

  private final class End extends BoundAdapter {
    End(RuleBindings facts) {
      super(facts);
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      Box box = knownBox(heard);
      if (box != null && heard.ending() == null) {
        boxes.end(box);
      }
    }

    @Override
    public boolean endsLater(@Nullable Object state) {
      return true;
    }
  }

  /** A call in which the application passes the source of the network figures of a box. */
  private final class Network extends BoundAdapter {
    Network(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      Box box = knownBox(heard);
      if (box == null) {
        Object key = key(heard);
        box = key instanceof String id ? boxes.byId(id) : null;
      }
      if (box != null) {
        box.network(new CallbackNetwork(heard));
      }
      return null;
    }
  }

  /** Network figures that read the paths of the rule again at each call. */
  private record CallbackNetwork(RuleBindings.Heard heard) implements BoxNetwork {
    @Override
    public @Nullable Long bytesSent() throws Throwable {
      return number("network_sent");
    }

    @Override
    public @Nullable Long bytesReceived() throws Throwable {
      return number("network_received");
    }

    @Override
    public @Nullable Long tcpConnections() throws Throwable {
      return number("tcp_connections");
    }

    @Override
    public @Nullable Long tcpErrors() throws Throwable {
      return number("tcp_errors");
    }

    private @Nullable Long number(String name) throws Throwable {
      return heard.object(name) instanceof Number number ? number.longValue() : null;
    }
  }

  private @Nullable Box knownBox(RuleBindings.Heard heard) throws Throwable {
    Object key = key(heard);
    return key == null ? null : boxes.find(key);
  }

  /** Returns the key of the box of a call: an id as text, or the object itself; null: none. */
  static @Nullable Object key(RuleBindings.Heard heard) throws Throwable {
    Object box = heard.object("box");
    if (box instanceof String text) {
      String id = text.length() <= MAX_ID_LENGTH ? text : text.substring(0, MAX_ID_LENGTH);
      return id.isEmpty() ? null : id;
    }
    return Value.isJdkNumber(box) ? String.valueOf(box) : box;
  }

  /** Sets the process of the box, or records its end, if the rule binds a process or its id. */
  private void process(Box box, RuleBindings.Heard heard) throws Throwable {
    Object pid = heard.object("pid");
    long id = pid instanceof Process process ? process.pid() : BoxCommands.count(pid);
    if (id > 0 && ProcessHandle.of(id).isEmpty()) {
      boxes.processGone(box);
    } else if (id > 0) {
      boxes.process(box, BoxProcess.of(id, null, null));
    }
  }
}
