package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Figures of a process as the kernel gives them below {@code /proc}. */
public final class Kernel {
  private static final double TICKS_PER_SECOND = 100;
  // of proc(5), counted from the state, which follows the name in brackets
  private static final int FIELDS_BEFORE = 3;
  private static final String LISTENING = "0A";

  private Kernel() {}

  private static Path folder(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static double seconds(long pid, int field, int other) throws IOException {
    String line = Files.readString(folder(pid).resolve("stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
    return (Long.parseLong(fields[field - FIELDS_BEFORE])
            + Long.parseLong(fields[other - FIELDS_BEFORE]))
        / TICKS_PER_SECOND;
  }

  /** Processor time of the process itself. */
  public static double cpuSeconds(long pid) throws IOException {
    return seconds(pid, 14, 15);
  }

  /** Processor time of its children, once they have ended. */
  public static double childrenCpuSeconds(long pid) throws IOException {
    return seconds(pid, 16, 17);
  }

  public static double residentBytes(long pid) throws IOException {
    return number(folder(pid).resolve("status"), "VmRSS:") * 1024.0;
  }

  public static double readBytes(long pid) throws IOException {
    return number(folder(pid).resolve("io"), "read_bytes:");
  }

  public static double writtenBytes(long pid) throws IOException {
    return number(folder(pid).resolve("io"), "write_bytes:");
  }

  private static long number(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("no " + key + " in " + file);
  }

  public static int openFiles(long pid) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(pid).resolve("fd"))) {
      for (Path file : all) {
        count += file.toString().isEmpty() ? 0 : 1;
      }
    }
    return count;
  }

  /** The ports that the process listens on, IPv4 and IPv6. */
  public static Set<Integer> listeningPorts(long pid) throws IOException {
    Set<String> own = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(pid).resolve("fd"))) {
      for (Path file : all) {
        try {
          own.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException e) {
          // closed meanwhile
        }
      }
    }
    Set<Integer> ports = new TreeSet<>();
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      for (String line : Files.readAllLines(folder(pid).resolve(table))) {
        String[] fields = line.trim().split(" +", -1);
        if (fields[3].equals(LISTENING) && own.contains("socket:[" + fields[9] + "]")) {
          ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  /** How often the threads of this name have gone to sleep. */
  public static long voluntarySwitches(long pid, String name) throws IOException {
    long switches = 0;
    boolean found = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(pid).resolve("task"))) {
      for (Path thread : all) {
        if (Files.readString(thread.resolve("comm")).trim().equals(name)) {
          found = true;
          for (String line : Files.readAllLines(thread.resolve("status"))) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
              switches += Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
            }
          }
        }
      }
    }
    assertThat(found).as("thread %s of %s", name, pid).isTrue();
    return switches;
  }

  /** Nanoseconds of the processor by name of its threads, those with such a name. */
  public static Map<String, Long> threadNanos(long pid, String name) throws IOException {
    Map<String, Long> nanos = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder(pid).resolve("task"))) {
      for (Path thread : all) {
        try {
          String comm = Files.readString(thread.resolve("comm")).trim();
          if (comm.startsWith(name)) {
            String[] fields = Files.readString(thread.resolve("schedstat")).split(" ", -1);
            nanos.merge(comm, Long.parseLong(fields[0]), Long::sum);
          }
        } catch (NoSuchFileException e) {
          // it has ended meanwhile
        }
      }
    }
    assertThat(nanos).as("threads %s of %s", name, pid).isNotEmpty();
    return nanos;
  }
}
