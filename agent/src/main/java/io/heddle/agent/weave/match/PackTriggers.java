package io.heddle.agent.weave.match;

import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.classes.ClassHeader;
import io.heddle.agent.weave.classes.HeddleLoaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes whose load wakes a pack that sleeps. Immutable. */
public final class PackTriggers {
  private final Map<String, String> internal = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<GlobWake> globs = new ArrayList<>();
  private final Map<String, String> parents = new HashMap<>();

  /**
   * Creates the triggers of the packs that sleep.
   *
   * @param asleep names and globs of classes, by the file of their pack
   * @param parentTypes files by the names of types whose subtypes wake a pack
   */
  public PackTriggers(Map<String, List<String>> asleep, Map<String, String> parentTypes) {
    for (Map.Entry<String, List<String>> entry : asleep.entrySet()) {
      for (String name : entry.getValue()) {
        if (name.indexOf('*') < 0) {
          internal.put(name.replace('.', '/'), entry.getKey());
          names.put(name, entry.getKey());
        } else {
          globs.add(new GlobWake(name, entry.getKey()));
        }
      }
    }
    for (Map.Entry<String, String> parent : parentTypes.entrySet()) {
      if (asleep.containsKey(parent.getValue())) {
        parents.put(parent.getKey(), parent.getValue());
      }
    }
  }

  /**
   * Returns the file of the pack that a class wakes, or null.
   *
   * @param loader null for the boot loader: only an exact name wakes a pack, no library lies there
   */
  public @Nullable String of(String internalName, byte[] bytes, @Nullable ClassLoader loader) {
    String file = internal.get(internalName);
    if (file != null || loader == null) {
      return file;
    }
    for (GlobWake wake : globs) {
      if (wake.matchesInternal(internalName)) {
        return wake.file;
      }
    }
    return parents.isEmpty() ? null : parentWake(bytes);
  }

  /** Returns the file of the pack that a loaded class wakes, or null. */
  public @Nullable String of(Class<?> loaded) {
    // by its own name: at start, to replace the dots of a thousand names is work for the compiler
    String name = loaded.getName();
    String file = names.get(name);
    ClassLoader loader = loaded.getClassLoader();
    if (file != null || loader == null || HeddleLoaders.include(loader)) {
      return file;
    }
    for (GlobWake wake : globs) {
      if (wake.matches(name)) {
        return wake.file;
      }
    }
    return null;
  }

  /** Returns the file of the pack that the class wakes by a parent, which loads after it. */
  private @Nullable String parentWake(byte[] bytes) {
    ClassHeader header;
    try {
      header = ClassHeader.read(bytes);
    } catch (IllegalArgumentException e) {
      return null; // no class, as the rules that name it will report
    }
    String file = header.superName() == null ? null : parents.get(header.superName());
    for (int i = 0; file == null && i < header.interfaces().size(); i++) {
      file = parents.get(header.interfaces().get(i));
    }
    return file;
  }

  /** A glob that wakes a pack, asked of every class of an application: by a part of it first. */
  private static final class GlobWake {
    final String file;
    private final String glob;
    private final boolean atStart;
    private final String part;
    private final String internalPart;

    GlobWake(String glob, String file) {
      this.glob = glob;
      this.file = file;
      this.atStart = glob.charAt(0) != '*';
      this.part = atStart ? glob.substring(0, glob.indexOf('*')) : firstText(glob);
      this.internalPart = part.replace('.', '/');
    }

    /** Returns the text between the first wildcard and the next. */
    private static String firstText(String glob) {
      int from = glob.startsWith("**") ? 2 : 1;
      int to = glob.indexOf('*', from);
      return glob.substring(from, to < 0 ? glob.length() : to);
    }

    boolean matchesInternal(String internalName) {
      return has(internalName, internalPart) && matches(internalName.replace('/', '.'));
    }

    // parsed here: a pattern loads classes that a start without rules does not need. To parse it
    // for every class costs hello world 25 ms
    boolean matches(String name) {
      return has(name, part) && TypePattern.parse(glob).matches(name);
    }

    private boolean has(String name, String text) {
      return atStart ? name.startsWith(text) : name.contains(text);
    }
  }
}
