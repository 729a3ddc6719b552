package io.heddle.agent;

import io.heddle.agent.weave.retransform.OriginalClasses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report of what a detach has verified and what stays: as sentences for people, and as an object
 * with stable keys for programs. Not thread-safe.
 */
final class DetachReport {
  // a system property carries the answer
  private static final int MAX_NAMED = 20;

  private final List<String> verified = new ArrayList<>();
  private final List<String> stays = new ArrayList<>();
  private final StringBuilder facts = new StringBuilder();
  private boolean complete = true;

  /** Adds what became of the woven classes. */
  void classes(OriginalClasses.Verdict verdict) {
    List<String> different = verdict.different();
    verified.add(verdict.restored() + " woven classes report the bytes of before the first weave");
    for (String one : named(different)) {
      verified.add("NOT restored: " + one);
    }
    if (different.size() > MAX_NAMED) {
      verified.add("NOT restored: " + (different.size() - MAX_NAMED) + " more");
    }
    complete &= different.isEmpty();
    add("classes", "\"restored\":" + verdict.restored() + "," + left(different));
  }

  /** Adds that the server is closed, or not. */
  void server(String address, boolean closed) {
    verified.add(
        closed
            ? "the server on " + address + " is closed"
            : "NOT closed: the server on " + address);
    complete &= closed;
    add("server", "\"address\":" + ReplyJson.quoted(address) + ",\"closed\":" + closed);
  }

  /** Adds the names of the threads of Heddle that have not ended. */
  void threads(List<String> left) {
    verified.add(
        left.isEmpty()
            ? "all threads of Heddle have ended"
            : "NOT ended: " + String.join(", ", left));
    complete &= left.isEmpty();
    add("threads", left(left));
  }

  /** Adds whether the transformer of Heddle is gone. */
  void transformers(boolean gone) {
    verified.add(
        gone
            ? "no transformer of Heddle is left, and its registry is closed"
            : "NOT removed: a transformer of Heddle");
    complete &= gone;
    add("transformers", "\"left\":" + (gone ? 0 : 1));
  }

  /** Adds the number of errors that probes have swallowed. */
  void swallowed(long errors) {
    verified.add(errors + " errors were swallowed by probes");
    add("errors", "\"swallowed\":" + errors);
  }

  /** Adds the frames that remain on stacks; null if there were too many threads to look. */
  void frames(@Nullable Set<RemainingFrames.Frame> frames) {
    if (frames == null) {
      add("frames", "\"woven\":null,\"heddle\":null,\"named\":[]");
      return;
    }
    int woven = 0;
    List<String> named = new ArrayList<>();
    for (RemainingFrames.Frame frame : frames) {
      woven += frame.isWoven() ? 1 : 0;
      if (named.size() < MAX_NAMED) {
        named.add(json(frame));
        stays.add(
            (frame.isWoven() ? "until it returns, the woven code of " : "until it returns, ")
                + frame.method()
                + " in the thread "
                + frame.thread());
      }
    }
    if (frames.size() > named.size()) {
      stays.add("until they return, " + (frames.size() - named.size()) + " more such methods");
    }
    add(
        "frames",
        "\"woven\":"
            + woven
            + ",\"heddle\":"
            + (frames.size() - woven)
            + ",\"named\":["
            + String.join(",", named)
            + "]");
  }

  private static String json(RemainingFrames.Frame frame) {
    return "{\"thread\":"
        + ReplyJson.quoted(frame.thread())
        + ",\"method\":"
        + ReplyJson.quoted(frame.method())
        + ",\"woven\":"
        + frame.isWoven()
        + "}";
  }

  /** Adds a step that failed; the others are done all the same. */
  void incomplete(String what, Throwable error) {
    verified.add("NOT complete: " + what + ": " + error);
    complete = false;
  }

  private static Collection<String> named(List<String> all) {
    return all.subList(0, Math.min(MAX_NAMED, all.size()));
  }

  private static String left(List<String> all) {
    return "\"left\":" + all.size() + ",\"named\":" + ReplyJson.array(named(all));
  }

  private void add(String key, String members) {
    facts.append(",\"").append(key).append("\":{").append(members).append('}');
  }

  /** Returns the facts, one sentence each. */
  List<String> verified() {
    return verified;
  }

  /** Returns what stays, one sentence each. */
  List<String> stays() {
    List<String> all = new ArrayList<>();
    for (Staying one : Staying.values()) {
      all.add(one.sentence);
    }
    all.addAll(stays);
    return all;
  }

  /** Returns the facts as an object. */
  String json() {
    List<String> staying = new ArrayList<>();
    for (Staying one : Staying.values()) {
      staying.add("{\"key\":\"" + one.key + "\",\"what\":" + ReplyJson.quoted(one.sentence) + "}");
    }
    return "{\"complete\":" + complete + facts + ",\"stays\":[" + String.join(",", staying) + "]}";
  }

  /** Things that the JVM cannot unload or undo after a detach. */
  private enum Staying {
    BOOT("boot_classes", "the boot classes in java.heddle (a JVM unloads none)"),
    OPENS(
        "module_exports",
        "java.base exports jdk.internal.misc and jdk.internal.access to the agent's launcher, and"
            + " opens java.lang.invoke to the boot classes"),
    EXIT("exit_task", "an empty task at the end of the JVM"),
    JAR(
        "agent_jar",
        "the agent jar on the system class path, with the classes of io.heddle.premain");

    private final String key;
    private final String sentence;

    Staying(String key, String sentence) {
      this.key = key;
      this.sentence = sentence;
    }
  }
}
