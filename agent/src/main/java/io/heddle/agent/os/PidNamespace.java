package io.heddle.agent.os;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folder of a process below {@code /proc} by the id that this JVM knows it by. Where
 * {@code /proc} is that of another pid namespace, as in some sandboxes, the folder of that name
 * belongs to some other process; then this JVM and its children are found by what the kernel says
 * of them, and no other process is. Used by one thread at a time.
 */
final class PidNamespace {
  private static final int UNKNOWN = -1;
  private static final String SELF = "self";
  private static final String IDS = "NSpid:";
  private static final String PARENT = "PPid:";
  private static final String PROCESS = "Tgid:";
  private static final int LONGEST_FILE = 64 << 10;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final String root;
  private final long self;
  private final boolean own;
  // how many namespaces this JVM's lies below that of /proc; -1: the kernel does not say
  private final int depth;
  private final String selfThere;
  private final boolean isListed;
  private final Map<Long, String> children = new HashMap<>();
  private long lookedNanos = System.nanoTime() - LOOK_NANOS;

  private PidNamespace(String root, long self, boolean own, int depth, String selfThere) {
    this.root = root;
    this.self = self;
    this.own = own;
    this.depth = depth;
    this.selfThere = selfThere;
    this.isListed = own || new File(root + SELF).exists();
  }

  /** Returns a namespace in which every id is the name of its folder. */
  static PidNamespace own(String root) {
    return new PidNamespace(root, ProcessReading.UNKNOWN, true, 0, "");
  }

  /**
   * Finds out from {@code /proc} which namespace this JVM is in.
   *
   * @param root of the files, with a slash at its end
   * @param self process id of this JVM as it knows it
   */
  static PidNamespace of(String root, long self) {
    String own = Long.toString(self);
    String[] ids = words(line(root + SELF + "/status", IDS));
    if (ids.length == 0) {
      // before Linux 4.1, or another kernel: a coincidence of ids would go unseen
      boolean same = own.equals(link(root + SELF));
      return new PidNamespace(root, self, same, UNKNOWN, "");
    }
    boolean known = ids[ids.length - 1].equals(own);
    int depth = known ? ids.length - 1 : UNKNOWN;
    return new PidNamespace(root, self, depth == 0, depth, ids[0]);
  }

  /** Returns in one sentence which processes cannot be found; null if all can. */
  @Nullable String lack() {
    if (own) {
      return null;
    }
    return isListed
        ? "/proc is that of another pid namespace: only this JVM and its children are sampled, no"
            + " watched process and no box"
        : "there is no /proc that this JVM is in: no process is sampled";
  }

  /** Returns the folder of a process, never that of another; null if it is not known. */
  @Nullable String folder(long pid) {
    if (own) {
      return root + pid;
    }
    if (pid == self) {
      return isListed ? root + SELF : null;
    }
    if (depth < 0) {
      return null;
    }
    String known = children.get(pid);
    if (known == null || !isChild(known, pid)) {
      children.remove(pid);
      look();
      known = children.get(pid);
    }
    return known == null ? null : root + known;
  }

  /** Returns the ids of the children of this JVM; null if the JDK's list of them is right. */
  long @Nullable [] children() {
    if (own) {
      return null;
    }
    if (depth < 0 || !isListed) {
      return new long[0];
    }
    lookedNanos = System.nanoTime() - LOOK_NANOS;
    look();
    long[] all = new long[children.size()];
    int count = 0;
    for (long child : children.keySet()) {
      all[count++] = child;
    }
    return all;
  }

  /** Returns false if a folder is that of a thread: those open too, by ids that no list shows. */
  boolean isProcess(String folder) {
    String process = line(folder + "/status", PROCESS);
    return process.isEmpty() || folder.endsWith("/" + process) || folder.endsWith(SELF);
  }

  /** Finds all live children, at most twice a second: this reads a file for each thread. */
  private void look() {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    children.clear();
    String tasks = root + SELF + "/task/";
    String[] threads = new File(tasks).list();
    for (String thread : threads == null ? new String[0] : threads) {
      for (String child : words(text(tasks + thread + "/children"))) {
        String[] ids = words(line(root + child + "/status", IDS));
        if (ids.length > depth && isNumber(ids[depth])) {
          children.put(Long.parseLong(ids[depth]), child);
        }
      }
    }
  }

  /** Returns true if the folder is still that of this child: ids are used again. */
  private boolean isChild(String there, long pid) {
    String status = text(root + there + "/status");
    String[] ids = words(find(IDS, status));
    return ids.length > depth
        && ids[depth].equals(Long.toString(pid))
        && find(PARENT, status).equals(selfThere);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() < 19;
  }

  private static String[] words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? new String[0] : stripped.split("\\s+", -1);
  }

  private static String line(String file, String start) {
    return find(start, text(file));
  }

  /** Returns the rest of the first line that starts with this text; empty if there is none. */
  private static String find(String start, String text) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(start)) {
        return line.substring(start.length()).strip();
      }
    }
    return "";
  }

  private static String text(String file) {
    try (FileInputStream in = new FileInputStream(file)) {
      return new String(in.readNBytes(LONGEST_FILE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static String link(String file) {
    try {
      return Files.readSymbolicLink(Path.of(file)).toString();
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return "";
    }
  }
}
