package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.RunLinks;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A call that passes on what a run is known by: from an object to a text that travels, and back.
 */
public final class LinkTransfer implements Adapter {
  private final RunLinks ties;
  private final Value from;
  private final Value to;

  /**
   * @param from what the run is known by already
   * @param to what it is known by from now on
   */
  public LinkTransfer(RunLinks ties, Value from, Value to) {
    this.ties = ties;
    this.from = from;
    this.to = to;
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
      throws Throwable {
    Call call = new Call(self, arguments, null, null);
    Object known = from.read(call);
    Object next = known == null ? null : to.read(call);
    if (known != null && next != null) {
      ties.pass(known, next);
    }
    return null;
  }

  @Override
  public boolean keepsCall() {
    return false;
  }
}
