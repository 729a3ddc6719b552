package io.heddle.premain;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** The Main-Class of the jar, which starts the command line in Heddle's own loader. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its status. */
  public static void main(String[] arguments) throws Exception {
    String jarPath =
        Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    String hash;
    try (JarFile jar = new JarFile(jarPath)) {
      hash = BootClasses.hashOf(jar);
      BootClasses.defineAll(jar);
    }
    // the system loader as parent: com.sun.tools.attach lives there
    AgentClassLoader loader =
        new AgentClassLoader(new JarFile(jarPath), ClassLoader.getSystemClassLoader());
    Object status =
        loader
            .loadClass("io.heddle.agent.cli.Main")
            .getMethod(
                "run",
                String[].class,
                String.class,
                String.class,
                PrintStream.class,
                PrintStream.class)
            .invoke(null, arguments, jarPath, hash, System.out, System.err);
    System.exit((Integer) status);
  }
}
