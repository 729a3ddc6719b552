package io.heddle.agent.config;

import io.heddle.agent.yaml.Messages;
import io.heddle.agent.yaml.Position;
import io.heddle.agent.yaml.YamlNode;
import io.heddle.agent.yaml.YamlNode.Entries;
import io.heddle.agent.yaml.YamlNode.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A setting that may be given outside the file.
 *
 * @param path with dots; the last part is free text if the setting is an entry of an open map
 * @param parents number of parts that are maps
 * @param list true if the value is a list of scalars
 * @param word for lists: the one value that is not a list; or null
 */
record SettingPath(String path, int parents, boolean list, @Nullable String word) {
  private static final String[] SCALARS = {
    "config",
    "enabled",
    "log",
    "exporter.host",
    "exporter.port",
    "exporter.memory",
    "prefix",
    "limits.series",
    "limits.labelLength",
    "limits.wovenMethods",
    "limits.cells",
    "limits.boxes",
    "units.interval",
    "units.retention",
    "units.memory",
    "units.spill.directory",
    "units.spill.max",
    "units.spill.segment",
    "governor.budget",
    "inflight.stackAfter",
    "reload"
  };
  private static final String[] LISTS = {"packs", "profiles"};
  private static final String OPEN_MAP = "exec.successExits.";

  /** Returns the setting with this dotted path, or null if there is none. */
  static @Nullable SettingPath find(String key) {
    for (String path : SCALARS) {
      if (path.equals(key)) {
        return new SettingPath(path, dots(path), false, null);
      }
    }
    for (String path : LISTS) {
      if (path.equals(key)) {
        return new SettingPath(path, 0, true, path.equals("packs") ? "auto" : null);
      }
    }
    return key.startsWith(OPEN_MAP) && key.length() > OPEN_MAP.length()
        ? new SettingPath(key, 2, true, null)
        : null;
  }

  /** Returns the setting of a variable, named without {@code HEDDLE_}, or null if there is none. */
  static @Nullable SettingPath findVariable(String name) {
    for (String[] paths : Arrays.asList(SCALARS, LISTS)) {
      for (String path : paths) {
        if (Sources.variableOf(path).equals(name)) {
          return find(path);
        }
      }
    }
    String open = Sources.variableOf(OPEN_MAP);
    // the case of the program is lost: nearly all are lower case
    return name.startsWith(open) && name.length() > open.length()
        ? find(OPEN_MAP.concat(name.substring(open.length()).toLowerCase(Locale.ROOT)))
        : null;
  }

  /** Returns the message about a key that is no setting. */
  static String unknown(String key) {
    for (String fileOnly : Arrays.asList("rules", "families", "units.watch")) {
      if (key.equals(fileOnly) || key.startsWith(fileOnly.concat("."))) {
        return fileOnly + " can be set in the file only; name it with config=PATH";
      }
    }
    List<String> all = new ArrayList<>(Arrays.asList(SCALARS));
    all.addAll(Arrays.asList(LISTS));
    all.add(OPEN_MAP.concat("PROGRAM"));
    return "unknown setting" + Messages.allowed(key, all);
  }

  private static int dots(String path) {
    int dots = 0;
    for (int i = 0; i < path.length(); i++) {
      dots += path.charAt(i) == '.' ? 1 : 0;
    }
    return dots;
  }

  /** Puts a value below {@code root}, or returns false without a change if there is one already. */
  boolean put(Entries root, YamlNode value) {
    Entries at = root;
    int from = 0;
    for (int i = 0; i < parents; i++) {
      int dot = path.indexOf('.', from);
      at = child(at, path.substring(from, dot), value.at());
      from = dot + 1;
    }
    return at.map().putIfAbsent(path.substring(from), new Entry(value.at(), value)) == null;
  }

  private static Entries child(Entries parent, String key, Position at) {
    Entry entry = parent.map().get(key);
    if (entry != null && entry.value() instanceof Entries child) {
      return child;
    }
    Entries child = Entries.empty(at);
    parent.map().put(key, new Entry(at, child));
    return child;
  }
}
