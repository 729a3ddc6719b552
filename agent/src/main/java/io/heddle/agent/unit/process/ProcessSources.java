package io.heddle.agent.unit.process;

/** Which source is for which system. */
public final class ProcessSources {
  private ProcessSources() {}

  /** A new one, for one thread. */
  public static ProcessSource forThisSystem() {
    return new ProcFiles();
  }
}
