package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** An adapter that gives another adapter a value of the call in place of the receiver. */
public final class ReceiverOverride implements Adapter {
  private final Value receiver;
  private final Adapter adapter;

  /**
   * @param receiver read when the call begins; not of its result
   * @param adapter not called if the receiver is null
   */
  public ReceiverOverride(Value receiver, Adapter adapter) {
    this.receiver = receiver;
    this.adapter = adapter;
  }

  private record State(Object receiver, @Nullable Object inner) {}

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    Object found = receiver.read(new Call(self, arguments, null, null));
    return found == null ? null : new State(found, adapter.enter(found, arguments));
  }

  @Override
  public boolean awaits(@Nullable Object state) throws Throwable {
    return state instanceof State seen && adapter.awaits(seen.inner());
  }

  @Override
  public void exit(
      @Nullable Object state,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown)
      throws Throwable {
    if (state instanceof State seen) {
      adapter.exit(seen.inner(), seen.receiver(), arguments, returned, thrown);
    }
  }

  @Override
  public boolean keepsCall() {
    return adapter.keepsCall();
  }
}
