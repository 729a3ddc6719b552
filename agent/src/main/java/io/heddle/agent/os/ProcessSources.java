package io.heddle.agent.os;

/** Which source there is for the system that this JVM runs on. */
public final class ProcessSources {
  private ProcessSources() {}

  /** On Linux nothing of OSHI is loaded, elsewhere not before something is read. */
  public static ProcessSource forThisSystem() {
    return forSystem(System.getProperty("os.name", ""));
  }

  static ProcessSource forSystem(String name) {
    return name.startsWith("Linux") ? new ProcFiles() : new OshiProcesses();
  }
}
