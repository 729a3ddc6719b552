package io.heddle.agent.os;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the base name of a path, and the name by which the program of a process was started: the
 * kernel keeps its first 15 bytes, and the whole name is in the executable's path or at the
 * beginning of the command line. Nothing else is ever taken from the command line: a process may
 * write there what it likes.
 */
public final class ProgramName {
  /** Number of bytes that the kernel keeps of a name. */
  private static final int KERNEL_NAME_BYTES = 15;

  private static final int MAX_COMMAND_LINE = 4096;

  private ProgramName() {}

  /**
   * Returns the name by which the program was started; null if it is not known.
   *
   * @param kernelName what the kernel keeps of it
   * @param executable base name of the file that runs; null: not known
   * @param commandLine the file with the command line
   */
  static @Nullable String of(
      @Nullable String kernelName, @Nullable String executable, String commandLine) {
    if (kernelName == null || kernelName.isEmpty()) {
      return executable;
    }
    if (executable != null && isOf(executable, kernelName)) {
      return executable;
    }
    // a link or, in the second place, a script
    for (String word : words(commandLine)) {
      if (isOf(word, kernelName)) {
        return word;
      }
    }
    return executable == null ? kernelName : executable; // it has given itself another name
  }

  /** Returns the part of a path of this system after its last separator; "" if it ends with one. */
  public static String baseName(String path) {
    int separator = Math.max(path.lastIndexOf('/'), path.lastIndexOf(File.separatorChar));
    return path.substring(separator + 1);
  }

  /** Returns the base names of the first two words. */
  private static String[] words(String commandLine) {
    try (FileInputStream in = new FileInputStream(commandLine)) {
      String text = new String(in.readNBytes(MAX_COMMAND_LINE), StandardCharsets.UTF_8);
      String[] words = text.split("\0", 3);
      String[] names = new String[Math.min(2, words.length)];
      for (int i = 0; i < names.length; i++) {
        names[i] = baseName(words[i]);
      }
      return names;
    } catch (IOException e) {
      return new String[0];
    }
  }

  /** Returns true if the kernel would keep this of the name. */
  private static boolean isOf(String name, String kernelName) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    String cut =
        bytes.length <= KERNEL_NAME_BYTES
            ? name
            : new String(bytes, 0, KERNEL_NAME_BYTES, StandardCharsets.UTF_8);
    return cut.equals(kernelName);
  }
}
