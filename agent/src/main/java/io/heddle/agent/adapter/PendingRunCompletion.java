package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.PendingRuns;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** Ends a pending run when a callback is entered, so that code in the callback finds it counted. */
public final class PendingRunCompletion implements Adapter {
  private final PendingRuns.By by;
  private final @Nullable Value value;
  private final @Nullable Value thrown;

  /**
   * @param by finds the object of the run
   * @param value result of the run; null: none
   * @param thrown exception of the run; null: it did not fail
   */
  public PendingRunCompletion(PendingRuns.By by, @Nullable Value value, @Nullable Value thrown) {
    this.by = by;
    this.value = value;
    this.thrown = thrown;
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    Call call = new Call(self, arguments, null, null);
    Object object = by.of(call);
    PendingRuns.Begun begun = object == null ? null : by.pending().take(object);
    if (begun != null) {
      begun.end(value == null ? null : value.read(call), failure(call));
    }
    return null;
  }

  private @Nullable Throwable failure(Call call) throws Throwable {
    if (thrown == null) {
      return null;
    }
    return thrown.read(call) instanceof Throwable found ? found : new Exception();
  }

  @Override
  public boolean keepsCall() {
    return false;
  }
}
