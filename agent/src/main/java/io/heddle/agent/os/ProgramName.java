package io.heddle.agent.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name by which the program of a process was started, as whoever started it wrote it: the
 * kernel keeps its first 15 bytes, whole it stands in the executable's path or at the beginning of
 * the command line. Nothing else of that is ever taken: a process may write there what it likes.
 */
final class ProgramName {
  /** What the kernel keeps of a name, in bytes. */
  private static final int KEPT = 15;

  private static final int LONGEST = 4096;

  private ProgramName() {}

  /**
   * The name.
   *
   * @param kept what the kernel keeps of it
   * @param executable base name of the file that runs; null: not known
   * @param commandLine the file with the command line
   */
  static @Nullable String of(
      @Nullable String kept, @Nullable String executable, String commandLine) {
    if (kept == null || kept.isEmpty()) {
      return executable;
    }
    if (executable != null && isOf(executable, kept)) {
      return executable;
    }
    // a link or, in the second place, a script
    for (String word : words(commandLine)) {
      if (isOf(word, kept)) {
        return word;
      }
    }
    return executable == null ? kept : executable; // it has given itself another name
  }

  /** The base names of the first two words. */
  private static String[] words(String commandLine) {
    try (FileInputStream in = new FileInputStream(commandLine)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      String[] words = text.split("\0", 3);
      String[] names = new String[Math.min(2, words.length)];
      for (int i = 0; i < names.length; i++) {
        names[i] = words[i].substring(words[i].lastIndexOf('/') + 1);
      }
      return names;
    } catch (IOException e) {
      return new String[0];
    }
  }

  /** True if the kernel would keep this of the name. */
  private static boolean isOf(String name, String kept) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    String cut = bytes.length <= KEPT ? name : new String(bytes, 0, KEPT, StandardCharsets.UTF_8);
    return cut.equals(kept);
  }
}
