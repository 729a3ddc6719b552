package io.heddle.agent.unit.store;

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
 * What real processes used, once a second for some minutes: a test resource, whose first lines say
 * how it was made. It is played again and again, as if they had gone on like that.
 */
public final class Recording {
  private static final String RESOURCE = "/io/heddle/agent/unit/recording.txt.gz";

  private final Map<String, List<long[]>> units = new LinkedHashMap<>();

  private Recording() {}

  /** Reads the resource. */
  public static Recording load() throws IOException {
    Recording recording = new Recording();
    try (InputStream in = Objects.requireNonNull(Recording.class.getResourceAsStream(RESOURCE));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          recording.add(line.split(" ", -1));
        }
      }
    }
    return recording;
  }

  private void add(String[] line) {
    long[] row = new long[5];
    row[0] = Long.parseLong(line[0]);
    for (int i = 1; i < row.length; i++) {
      row[i] = Long.parseLong(line[i + 1]);
    }
    units.computeIfAbsent(line[1], unit -> new ArrayList<>()).add(row);
  }

  /** The names of the processes. */
  public List<String> units() {
    return List.copyOf(units.keySet());
  }

  /** The share of one processor that it used, from 0 to 1 and above. */
  public double load(String unit) {
    List<long[]> rows = rows(unit);
    long[] first = rows.get(0);
    long[] last = rows.get(rows.size() - 1);
    return 10.0 * (last[1] - first[1]) / (last[0] - first[0]);
  }

  /** Plays one process. */
  public Player play(String unit) {
    return new Player(rows(unit));
  }

  private List<long[]> rows(String unit) {
    return Objects.requireNonNull(units.get(unit));
  }

  /** One process, as long as anybody wants to see it. */
  public static final class Player {
    private final List<long[]> rows;
    private int at;
    private long millis;
    private long ticks;
    private long read;
    private long written;

    private Player(List<long[]> rows) {
      this.rows = rows;
    }

    /** Its next second; after the last line comes the second one again. */
    public void next() {
      long[] before = rows.get(at);
      at = at + 1 == rows.size() ? 1 : at + 1;
      long[] now = rows.get(at);
      if (at == 1) {
        before = rows.get(0);
      }
      millis += now[0] - before[0];
      ticks = now[1] - before[1];
      read += now[3] - before[3];
      written += now[4] - before[4];
    }

    /** Since it began to be played. */
    public long millis() {
      return millis;
    }

    /** In this second, of 10 ms each. */
    public long ticks() {
      return ticks;
    }

    /** Bytes in memory. */
    public long resident() {
      return 4096 * rows.get(at)[2];
    }

    /** Bytes, in all. */
    public long read() {
      return read;
    }

    /** Bytes, in all. */
    public long written() {
      return written;
    }
  }
}
