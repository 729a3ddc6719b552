package com.acme.field.exact;

import com.acme.harness.Pause;
import java.util.List;

/** Has children before anybody looks: one of a thread that has ended, and two of a pipeline. */
public final class EarlyChildren {
  private EarlyChildren() {}

  public static void main(String[] arguments) throws Exception {
    Thread starter = new Thread(EarlyChildren::sleep);
    starter.start();
    starter.join();
    List<Process> pipeline =
        ProcessBuilder.startPipeline(List.of(new ProcessBuilder("cat"), new ProcessBuilder("cat")));
    Pause.at("early");
    pipeline.get(0).getOutputStream().close();
    for (Process one : pipeline) {
      one.waitFor();
    }
    Pause.at("late");
  }

  private static void sleep() {
    try {
      Runtime.getRuntime().exec(new String[] {"sleep", "300"});
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
