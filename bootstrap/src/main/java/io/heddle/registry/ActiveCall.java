package io.heddle.registry;

/** A call of a woven method that is going on, as its thread remembers it. */
public abstract class ActiveCall {
  /**
   * Mark of a call that the stack had no room to end properly. Woven code writes it without a call;
   * all that refers to an aborted call then takes it for ended, so that nothing on the thread has
   * to be put back by a call that could overflow too. Plain: read by the thread itself.
   */
  public boolean aborted;

  /** Returns true if the call no longer goes on, whether its method has returned or not. */
  public boolean isOver() {
    return aborted;
  }
}
