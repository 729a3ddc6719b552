package io.heddle.packaging;

import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The program that makes heddle-agent.jar of the shaded jar. It writes the jar first without the
 * bundles of classes that a start and the first woven method need, runs that jar to see which they
 * are, and writes it again with them.
 */
public final class PackJar {
  // for src/build/FirstWeave.java
  private static final String RULES =
      """
      rules:
        - { id: first, type: FirstWeave, method: constant }
        - { id: labelled, type: FirstWeave, method: labelled, family: tool, labels: { tool: $1 },
            outcome: { failure: $return != null } }
      """;

  private PackJar() {}

  /**
   * Makes the jar.
   *
   * @param args the shaded jar, the agent jar, the version, and the source file of an application
   *     whose first method is woven
   * @throws IOException if a file cannot be read or written, or the agent does not run
   * @throws ConfigException if a pack has an error
   */
  public static void main(String[] args) throws IOException, ConfigException, InterruptedException {
    Path jar = Path.of(args[1]);
    JarLayout layout = new JarLayout(JarFiles.read(Path.of(args[0])), args[2]);
    JarFiles.write(jar, layout.withoutBundles(), args[2]);
    Path config = jar.resolveSibling("first-weave.yaml");
    Files.writeString(config, RULES, StandardCharsets.UTF_8);
    LoadTrace trace = new LoadTrace(jar);
    String settings = "exporter.port=0,config=" + config.getFileName();
    // without a file it weaves nothing, and starts the child alone
    Set<String> child = trace.of("exporter.port=0", args[3]);
    Map<String, byte[]> entries =
        layout.withBundles(
            trace.of("exporter.port=0", "-version"), child, trace.of(settings, args[3]));
    JarFiles.write(jar, entries, args[2]);
  }
}
