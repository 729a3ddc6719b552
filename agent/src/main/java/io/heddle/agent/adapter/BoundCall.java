package io.heddle.agent.adapter;

import io.heddle.probe.outcome.RunFailure;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** One call with the values that its rule binds. */
public final class BoundCall {
  private final RuleBindings bindings;
  private final Call call;

  BoundCall(RuleBindings bindings, Call call) {
    this.bindings = bindings;
    this.call = call;
  }

  /** Returns the value of this name, or null if the rule binds none or it is null. */
  public @Nullable Object object(String name) throws Throwable {
    return read(bindings.value(name));
  }

  /** Returns the value of this name if it is a text, or null. */
  public @Nullable String text(String name) throws Throwable {
    return object(name) instanceof String text ? text : null;
  }

  /** Returns a value of the call; null if there is nothing to read. */
  public @Nullable Object read(@Nullable Value value) throws Throwable {
    return value == null ? null : value.read(call);
  }

  /**
   * Returns a value of the call as a label, {@code none} if there is nothing to read; a failure is
   * counted as an error of the rule.
   */
  public String label(@Nullable Value value) {
    return value == null ? Value.NONE : bindings.label(value, call);
  }

  /** Returns the result of the call; null while it goes on, for void, and when it threw. */
  public @Nullable Object returned() {
    return call.returned();
  }

  /** Returns true if the call has ended with an exception. */
  public boolean isThrown() {
    return call.thrown() != null;
  }

  /** Returns how the call failed by the conditions of the rule, or null for a success. */
  public @Nullable RunFailure failure() {
    return bindings.failure(call);
  }
}
