package io.heddle.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The Maven coordinates of the peers, and the folder with their jars. */
final class Artifacts {
  private final Map<String, String[]> coordinates = new TreeMap<>();
  private final Path jars;

  /**
   * @param list a file with a name and coordinates on a line; {@code #} begins a remark
   */
  Artifacts(Path list, Path jars) throws IOException {
    this.jars = jars;
    for (String line : Files.readAllLines(list)) {
      String[] words = line.strip().split(" ", -1);
      if (words.length == 2 && !line.startsWith("#")) {
        coordinates.put(words[0], words[1].split(":", -1));
      }
    }
  }

  /** The coordinates; empty for a peer that needs no jar. */
  String coordinates(String peer) {
    return String.join(":", coordinates.getOrDefault(peer, new String[0]));
  }

  /** The version with a space before it; empty for a peer that needs no jar. */
  String version(String peer) {
    String[] parts = coordinates.get(peer);
    return parts == null ? "" : " (" + parts[2] + ")";
  }

  /** The place of the jar, whether it is there or not. */
  Path jar(String peer) {
    String[] parts = coordinates.getOrDefault(peer, new String[] {"", "none", "0"});
    String classifier = parts.length > 4 ? "-" + parts[4] : "";
    return jars.resolve(parts[1] + "-" + parts[2] + classifier + ".jar");
  }
}
