package io.heddle.benchmarks.unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Samples of real processes, recorded once a second: the resource of the agent's tests. Each row is
 * what is new since the one before, in columns that follow each other.
 */
final class Recorded {
  static final int COLUMNS = 5;
  static final int MILLIS = 0;
  static final int TICKS = 1;
  static final int RESIDENT = 2;
  static final int READ = 3;
  static final int WRITTEN = 4;

  private static final String RESOURCE = "/recording.txt.gz";
  private static final long PAGE = 4096;

  private Recorded() {}

  /** One array for each process. */
  static List<long[]> processes() throws IOException {
    Map<String, List<long[]>> rows = new LinkedHashMap<>();
    try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(RESOURCE));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          rows.computeIfAbsent(words[1], name -> new ArrayList<>()).add(row(words));
        }
      }
    }
    return rows.values().stream().map(Recorded::flat).toList();
  }

  /** Milliseconds and the name, then the other columns. */
  private static long[] row(String[] words) {
    long[] row = new long[COLUMNS];
    row[MILLIS] = Long.parseLong(words[0]);
    for (int i = TICKS; i < COLUMNS; i++) {
      row[i] = Long.parseLong(words[i + 1]);
    }
    return row;
  }

  private static long[] flat(List<long[]> rows) {
    long[] flat = new long[(rows.size() - 1) * COLUMNS];
    for (int i = 1; i < rows.size(); i++) {
      for (int column = 0; column < COLUMNS; column++) {
        long now = rows.get(i)[column];
        // memory is what it is, everything else grows
        flat[(i - 1) * COLUMNS + column] =
            column == RESIDENT ? PAGE * now : now - rows.get(i - 1)[column];
      }
    }
    return flat;
  }
}
