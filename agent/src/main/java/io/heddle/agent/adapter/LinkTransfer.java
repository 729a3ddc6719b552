package io.heddle.agent.adapter;

import io.heddle.probe.Adapter;
import io.heddle.probe.RunLinks;
import io.heddle.probe.value.Call;
import io.heddle.probe.value.Value;
import org.jspecify.annotations.Nullable;

/** Links an object or a text to the run that another object or text is linked to. */
public final class LinkTransfer implements Adapter {
  private final RunLinks links;
  private final Value from;
  private final Value to;

  /**
   * @param from object or text that is linked to a run
   * @param to object or text that is linked to the same run from now on
   */
  public LinkTransfer(RunLinks links, Value from, Value to) {
    this.links = links;
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
      links.pass(known, next);
    }
    return null;
  }

  @Override
  public boolean keepsCall() {
    return false;
  }
}
