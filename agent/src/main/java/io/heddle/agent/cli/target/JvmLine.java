package io.heddle.agent.cli.target;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What {@code list} shows of one JVM.
 *
 * @param mainClass main class, module or jar: never arguments
 * @param java its version, or '?'
 * @param heddle the address, '-' when Heddle is not in, '?' when unknown
 */
public record JvmLine(long pid, String mainClass, String java, String heddle) {
  /** From the system properties of a JVM that answered. */
  public static JvmLine of(long pid, Properties properties) {
    return new JvmLine(
        pid,
        mainClass(
            properties.getProperty("sun.java.command"), properties.getProperty("java.class.path")),
        properties.getProperty("java.version", "?"),
        properties.getProperty("heddle.address", "-"));
  }

  /** A JVM that did not answer in time, by what it says of itself on disk. */
  public static JvmLine unknown(long pid, String command) {
    return new JvmLine(pid, mainClass(command, null), "?", "?");
  }

  /** The class path of a JVM started with -jar is that jar, whose path may hold spaces. */
  private static String mainClass(@Nullable String command, @Nullable String classPath) {
    if (command == null || command.isBlank()) {
      return "?";
    }
    if (classPath != null && classPath.endsWith(".jar") && isFirstPart(command, classPath)) {
      return fileName(classPath);
    }
    String first = command.strip().split("\\s", 2)[0];
    return first.endsWith(".jar") ? fileName(first) : first;
  }

  private static boolean isFirstPart(String command, String part) {
    return command.equals(part) || command.startsWith(part + " ");
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
