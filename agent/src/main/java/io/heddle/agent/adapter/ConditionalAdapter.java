package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes to another adapter only the calls for which all conditions hold when they begin. */
public final class ConditionalAdapter implements Adapter {
  private static final Object SKIPPED = new Object();

  private final List<Condition> conditions;
  private final Adapter adapter;

  /**
   * @param conditions tested in order, until one does not hold
   */
  public ConditionalAdapter(List<Condition> conditions, Adapter adapter) {
    this.conditions = List.copyOf(conditions);
    this.adapter = adapter;
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    Call call = new Call(self, arguments, null, null);
    for (Condition condition : conditions) {
      if (!condition.holds(call)) {
        return SKIPPED;
      }
    }
    return adapter.enter(self, arguments);
  }

  @Override
  public boolean awaits(@Nullable Object state) throws Throwable {
    return state != SKIPPED && adapter.awaits(state);
  }

  @Override
  public void exit(
      @Nullable Object state,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown)
      throws Throwable {
    if (state != SKIPPED) {
      adapter.exit(state, self, arguments, returned, thrown);
    }
  }

  @Override
  public boolean keepsCall() {
    return adapter.keepsCall();
  }
}
