package io.heddle.agent.box;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.StageAction.StageVisitor;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.task.RunnerErrorAdapter;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.Stages;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adapters for rules with {@code stage:}: stages of runs and boxes, and events in the life of a
 * box. A call that returns a stage of java.util.concurrent lasts until that completes.
 */
public final class BoxAdapters {
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
  public @Nullable Adapter of(AdapterEvent event, RuleBindings bindings) {
    return event == AdapterEvent.BOX_NETWORK ? new Network(bindings) : null;
  }

  /**
   * Returns the adapter of a stage.
   *
   * @param values compiles the values of the rule for its method
   */
  public BoundAdapter stage(
      StageAction action, RuleBindings bindings, Function<ValueSpec, Value> values) {
    return action.accept(new StageCompiler(bindings, values));
  }

  /**
   * Returns the adapter of a stage whose failures are errors of a runner: the one that the rule
   * names, or that of the box of the call.
   *
   * @param error the error that a failure is
   * @param stage the stage that the calls of the rule are
   * @param values compiles the values of the rule for its method
   */
  public Adapter runnerError(
      CountRunnerError error,
      StageAction stage,
      RuleBindings bindings,
      Function<ValueSpec, Value> values) {
    StageCompiler compiler = new StageCompiler(bindings, values);
    Value box = compiler.value(stage.box());
    return new RunnerErrorAdapter(
        bindings,
        errors,
        error.kind(),
        compiler.value(error.runner()),
        new RunnerErrorAdapter.Stage(stage.accept(compiler), call -> runner(box, call)));
  }

  private String runner(@Nullable Value key, BoundCall call) throws Throwable {
    Box box = BoxKeys.isLate(key) ? null : BoxKeys.find(boxes, key, call);
    box = box == null ? boxes.enclosing() : box;
    return box == null ? Value.NONE : box.runner();
  }

  /** Creates the adapter of each kind of stage, with the values of one rule in one method. */
  private final class StageCompiler implements StageVisitor<BoundAdapter> {
    private final RuleBindings bindings;
    private final Function<ValueSpec, Value> values;

    StageCompiler(RuleBindings bindings, Function<ValueSpec, Value> values) {
      this.bindings = bindings;
      this.values = values;
    }

    @Nullable Value value(@Nullable ValueSpec spec) {
      return spec == null ? null : values.apply(spec);
    }

    @Override
    public BoundAdapter time(StageAction.TimeStage action) {
      return new StageTimer(bindings, values.apply(action.name()), value(action.box()));
    }

    @Override
    public BoundAdapter create(StageAction.CreateBox action) {
      Value box = values.apply(action.box());
      return new BoxCreation(
          boxes, bindings, box, value(action.runner()), value(action.name()), value(action.pid()));
    }

    @Override
    public BoundAdapter boot(StageAction.BootBox action) {
      return new GuestBoot(boxes, bindings, value(action.box()), value(action.pid()));
    }

    @Override
    public BoundAdapter command(StageAction.RunCommand action) {
      BoxCommands.Bytes bytes =
          new BoxCommands.Bytes(value(action.sent()), value(action.received()));
      Value box = values.apply(action.box());
      return new BoxCommands(boxes, bindings, true, box, value(action.runner()), bytes);
    }

    @Override
    public BoundAdapter transfer(StageAction.TransferBytes action) {
      BoxCommands.Bytes bytes =
          new BoxCommands.Bytes(value(action.sent()), value(action.received()));
      Value box = values.apply(action.box());
      return new BoxCommands(boxes, bindings, false, box, value(action.runner()), bytes);
    }

    @Override
    public BoundAdapter end(StageAction.EndBox action) {
      return new End(bindings, values.apply(action.box()));
    }
  }

  /** A stage of the box that the rule names or of the enclosing run or box. Set on success. */
  private final class StageTimer extends EnclosingAdapter {
    private final Value name;
    private final @Nullable Value key;

    StageTimer(RuleBindings bindings, Value name, @Nullable Value key) {
      super(boxes, bindings, name, key);
      this.name = name;
      this.key = key;
    }

    @Override
    public Object begins(BoundCall call) throws Throwable {
      Box box = BoxKeys.find(boxes, key, call);
      String stage = call.label(name);
      if (stage.equals(Stages.UNATTRIBUTED)) {
        throw new IllegalArgumentException("that is what the stages leave over");
      }
      return new OpenCall(
          box, boxes.stages().begin(box == null ? null : box.times(), stage, boxes.now()));
    }

    @Override
    void ends(OpenCall open, BoundCall call, long nowNanos) {
      if (call.failure() == null) {
        boxes.stages().end(open.frame, nowNanos);
      }
    }
  }

  private final class End extends BoundAdapter {
    private final Value key;

    End(RuleBindings bindings, Value key) {
      super(bindings, key);
      this.key = key;
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) throws Throwable {
      Box box = BoxKeys.find(boxes, key, call);
      if (box != null && call.failure() == null) {
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
    Network(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public @Nullable Object begins(BoundCall call) throws Throwable {
      Object key = BoxKeys.key(call.object("box"));
      Box box = key == null ? null : boxes.find(key);
      if (box == null) {
        box = key instanceof String id ? boxes.byId(id) : null;
      }
      if (box != null) {
        box.network(new RuleNetwork(call));
      }
      return null;
    }
  }

  /** Network figures that read the paths of the rule again at each call. */
  private record RuleNetwork(BoundCall call) implements BoxNetwork {
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
      return call.object(name) instanceof Number number ? number.longValue() : null;
    }
  }
}
