package io.heddle.it.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line of the packaged jar, on one JDK. */
public record Cli(Jdk jdk, String jar) {
  public static Cli on(Jdk jdk) {
    return new Cli(jdk, JavaProcess.JAR.toString());
  }

  public ProcessResult run(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-jar", jar));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return ProcessResult.of(command, Map.of());
  }
}
