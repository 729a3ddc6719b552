package io.heddle.registry;

/** A call of a woven method that is going on, and what its thread remembers because of it. */
public abstract class ActiveCall {
  /**
   * True once the stack had no room to end the call properly. Woven code writes it without a call;
   * whatever refers to an aborted call then takes it for ended, so that nothing on the thread has
   * to be put back by a call that could overflow too. Plain: read by the thread itself.
   */
  public boolean aborted;

  /** True if it no longer goes on, whether its method has returned or not. */
  public boolean isOver() {
    return aborted;
  }
}
