package io.heddle.agent.cli.attach;

import io.heddle.agent.os.ProgramName;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One JVM as {@code list} shows it.
 *
 * @param mainClass main class, module or jar: never arguments
 * @param java its version, or '?'
 * @param heddle the address, '-' when Heddle is not in, '?' when unknown
 */
public record JvmLine(long pid, String mainClass, String java, String heddle) {
  /** Returns the line of a JVM that answered, from its system properties. */
  public static JvmLine of(long pid, Properties properties) {
    return new JvmLine(
        pid,
        mainClass(
            properties.getProperty("sun.java.command"), properties.getProperty("java.class.path")),
        properties.getProperty("java.version", "?"),
        properties.getProperty("heddle.address", "-"));
  }

  /** Returns the line of a JVM that did not answer in time, from its command as found on disk. */
  public static JvmLine unknown(long pid, String command) {
    return new JvmLine(pid, mainClass(command, null), "?", "?");
  }

  /** Returns the main class or jar; with -jar the class path is the jar and may hold spaces. */
  private static String mainClass(@Nullable String command, @Nullable String classPath) {
    if (command == null || command.isBlank()) {
      return "?";
    }
    if (classPath != null && classPath.endsWith(".jar") && isFirstPart(command, classPath)) {
      return ProgramName.baseName(classPath);
    }
    String first = command.strip().split("\\s", 2)[0];
    return first.endsWith(".jar") ? ProgramName.baseName(first) : first;
  }

  private static boolean isFirstPart(String command, String part) {
    return command.equals(part) || command.startsWith(part + " ");
  }
}
