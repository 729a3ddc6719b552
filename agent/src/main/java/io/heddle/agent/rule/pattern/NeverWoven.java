package io.heddle.agent.rule.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types and methods that are never woven, each with its reason: those that a rule may not name,
 * those that a glob does not reach, and those that every probe calls before it knows whether it is
 * being measured itself. A probe in one of these would call itself without end, at every level of a
 * stack that overflows once more.
 */
public final class NeverWoven {
  private static final String OWN = "Heddle does not measure itself";
  private static final String STATE = "every probe reads the state of its thread with it";
  private static final String VAR_HANDLE = "every access through a VarHandle calls it";
  private static final String BOXING = "woven code boxes arguments and results with it, for labels";
  private static final String BUCKETS = "the bucket or the table entry of a run is found with it";
  private static final String MANAGED = "it tells whether anything is counted at all";
  private static final String MOUNTING =
      "it runs while a carrier turns into it and back: the current thread is neither for a moment";
  private static final String THREAD_LOCALS =
      "thread locals of JDK 25 reach the fields of a thread through it";
  private static final String JDK_INTERNALS =
      "internals of the JDK, on which woven code runs: a class of them has to be named";

  private static final List<Entry> RULES =
      List.of(
          new Entry("io.heddle.", OWN),
          new Entry("java.heddle.", OWN),
          new Entry("java.lang.invoke.", "woven code itself runs on java.lang.invoke"),
          new Entry("java.lang.Object", "every class would be woven; name the classes you mean"));

  private static final List<Entry> GLOBS =
      List.of(
          new Entry("java.heddle.", OWN),
          new Entry("io.heddle.", OWN),
          new Entry("java.lang.invoke.", "woven code itself runs on java.lang.invoke"),
          new Entry("jdk.internal.", JDK_INTERNALS),
          new Entry("sun.", JDK_INTERNALS));

  private static final List<Entry> CLASSES =
      List.of(
          new Entry("java.lang.ThreadLocal", STATE),
          new Entry("java.lang.ref.", STATE),
          new Entry("java.util.concurrent.atomic.", "shared cells are written with it"),
          new Entry("java.util.Objects", VAR_HANDLE),
          new Entry("java.lang.VirtualThread", MOUNTING),
          new Entry("java.lang.BaseVirtualThread", MOUNTING));

  private static final List<Entry> METHODS =
      List.of(
          new Entry("java.lang.Long.numberOfLeadingZeros", BUCKETS),
          new Entry("java.lang.Integer.numberOfLeadingZeros", BUCKETS),
          new Entry("java.lang.Long.hashCode", BUCKETS),
          new Entry("java.lang.Boolean.valueOf", BOXING),
          new Entry("java.lang.Byte.valueOf", BOXING),
          new Entry("java.lang.Character.valueOf", BOXING),
          new Entry("java.lang.Double.valueOf", BOXING),
          new Entry("java.lang.Float.valueOf", BOXING),
          new Entry("java.lang.Integer.valueOf", BOXING),
          new Entry("java.lang.Long.valueOf", BOXING),
          new Entry("java.lang.Short.valueOf", BOXING),
          new Entry("java.lang.Math.max", BUCKETS),
          new Entry("java.lang.Class.cast", VAR_HANDLE),
          new Entry("java.lang.Class.getComponentType", VAR_HANDLE),
          new Entry("java.lang.System.getSecurityManager", MANAGED),
          new Entry("java.lang.System.allowSecurityManager", MANAGED),
          new Entry("java.lang.Thread.currentThread", STATE),
          new Entry("java.lang.Thread.getId", STATE),
          new Entry("java.lang.Thread.threadId", STATE),
          new Entry("java.lang.Thread.isAlive", STATE),
          new Entry("java.lang.Thread.alive", STATE),
          new Entry("java.lang.Thread.threadLocals", THREAD_LOCALS),
          new Entry("java.lang.Thread.setThreadLocals", THREAD_LOCALS),
          new Entry("java.lang.Thread.terminatingThreadLocals", THREAD_LOCALS),
          new Entry("java.lang.Thread.setTerminatingThreadLocals", THREAD_LOCALS));

  private static final Set<String> METHOD_NAMES = names(METHODS);

  private NeverWoven() {}

  /**
   * A type or method that is never woven, or the beginning of several.
   *
   * @param name of the type or method, or how their names begin
   * @param reason one clause
   */
  record Entry(String name, String reason) {}

  /** Returns all entries. */
  static List<Entry> entries() {
    List<Entry> all = new ArrayList<>(RULES);
    all.addAll(GLOBS);
    all.addAll(CLASSES);
    all.addAll(METHODS);
    return all;
  }

  /** Returns the reason why no rule may name the types of a pattern, in a sentence; or null. */
  public static @Nullable String refusal(TypePattern type) {
    String prefix = type.prefix();
    for (Entry entry : RULES) {
      boolean named =
          entry.name().endsWith(".")
              ? prefix.startsWith(entry.name())
              : type.exact() && prefix.equals(entry.name());
      if (named) {
        return "'" + type + "' is refused: " + entry.reason();
      }
    }
    return null;
  }

  /** Returns the packages that a glob reaches in vain: only an exact name weaves their classes. */
  public static List<String> outOfReach(TypePattern glob) {
    List<String> packages = new ArrayList<>();
    for (Entry entry : GLOBS) {
      String prefix = entry.name();
      boolean crosses = prefix.startsWith(glob.prefix()) && glob.text().contains("**");
      if (!glob.exact() && (crosses || glob.prefix().startsWith(prefix))) {
        packages.add(prefix + "**");
      }
    }
    return packages;
  }

  /** Returns the beginnings of the internal names of classes that only an exact name weaves. */
  public static Set<String> beyondGlobs() {
    Set<String> prefixes = new HashSet<>();
    for (Entry entry : GLOBS) {
      prefixes.add(entry.name().replace('.', '/'));
    }
    return prefixes;
  }

  /** Returns true if every probe calls this method. */
  public static boolean isCalledByProbes(String className, String method) {
    if (className.equals("java.lang.Object")) {
      return true; // a glob reaches it too, and a probe's own objects inherit from it
    }
    for (Entry entry : CLASSES) {
      if (className.startsWith(entry.name())) {
        return true;
      }
    }
    return METHOD_NAMES.contains(className + "." + method);
  }

  private static Set<String> names(List<Entry> entries) {
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      names.add(entry.name());
    }
    return names;
  }
}
