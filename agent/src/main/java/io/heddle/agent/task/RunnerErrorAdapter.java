package io.heddle.agent.task;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** Counts a runner error when a method that sets up or tears down a runner fails. */
public final class RunnerErrorAdapter extends BoundAdapter {
  private final RunnerErrors errors;
  private final String kind;
  private final @Nullable Value runner;
  private final @Nullable Stage stage;

  /**
   * The stage that the calls are besides.
   *
   * @param adapter handles the stage
   * @param runners finds the runner of a call whose rule names none
   */
  public record Stage(BoundAdapter adapter, Runners runners) {}

  /** Finds the runner that an error of a call would belong to. */
  public interface Runners {
    /** Returns the runner, a label value, of a call that begins. */
    String runner(BoundCall call) throws Throwable;
  }

  private record Begun(String runner, @Nullable Object state) {}

  /**
   * @param kind the kind of error, a label value
   * @param runner the runner that the rule names; null: none
   * @param stage the stage that the calls are besides; null: none
   */
  public RunnerErrorAdapter(
      RuleBindings bindings,
      RunnerErrors errors,
      String kind,
      @Nullable Value runner,
      @Nullable Stage stage) {
    super(bindings, runner);
    this.errors = errors;
    this.kind = kind;
    this.runner = runner;
    this.stage = stage;
  }

  @Override
  public Object begins(BoundCall call) throws Throwable {
    String label =
        runner == null && stage != null ? stage.runners().runner(call) : call.label(runner);
    return new Begun(label, stage == null ? null : stage.adapter().begins(call));
  }

  @Override
  public void ends(@Nullable Object state, BoundCall call) throws Throwable {
    if (!(state instanceof Begun begun)) {
      return;
    }
    if (call.failure() != null) {
      errors.seen(begun.runner(), kind);
    }
    if (stage != null) {
      stage.adapter().ends(begun.state(), call);
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    return stage == null
        || (state instanceof Begun begun && stage.adapter().endsLater(begun.state()));
  }

  @Override
  public boolean keepsCall() {
    return super.keepsCall() || (stage != null && stage.adapter().keepsCall());
  }
}
