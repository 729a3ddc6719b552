package io.heddle.agent.weave.classes;

/** The class that is woven first, and whose woven method runs once, see {@link WarmUpLoader}. */
public final class WarmUpClass implements Runnable {
  /** Creates an object, whose method is woven. */
  public WarmUpClass() {}

  @Override
  public void run() {}
}
