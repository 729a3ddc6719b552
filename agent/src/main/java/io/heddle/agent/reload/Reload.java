package io.heddle.agent.reload;

import io.heddle.agent.config.Config;
import io.heddle.agent.config.SourceFile;
import io.heddle.agent.reload.ReloadReport.Result;
import io.heddle.agent.weave.retransform.RuleChange;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration again and applies what has changed, one reload at a time. Thread-safe.
 */
public final class Reload {
  private static final int MOST_NAMED = 20;

  private final ReloadTarget target;
  private final @Nullable FileWatch watch;
  // a scrape reads them while a reload goes on
  private final Map<Result, AtomicLong> counts = new EnumMap<>(Result.class);
  private boolean closed; // guarded by this

  private volatile Config current;

  /**
   * Creates what reloads a configuration.
   *
   * @param config in force now
   */
  public Reload(Config config, ReloadTarget target) {
    this.current = config;
    this.target = target;
    for (Result result : Result.values()) {
      counts.put(result, new AtomicLong());
    }
    SourceFile file = config.file();
    this.watch = file == null ? null : new FileWatch(file.path(), file.checksum());
  }

  /** Returns the configuration in force. */
  public Config current() {
    return current;
  }

  /** Returns the watch of the file; null if there is no file. */
  public @Nullable FileWatch watch() {
    return watch;
  }

  /** Reads the configuration now, and applies what has changed. */
  public synchronized ReloadReport now() {
    if (closed) {
      return new ReloadReport(Result.FAILED, List.of("Heddle is leaving this JVM"));
    }
    ReloadReport report;
    try {
      report = apply(target.configuration());
    } catch (ConfigException | IOException e) {
      report = refused(Result.INVALID, String.valueOf(e.getMessage()));
    } catch (Exception | LinkageError | VirtualMachineError e) {
      report = refused(Result.FAILED, "it failed: " + e);
    }
    Objects.requireNonNull(counts.get(report.result())).incrementAndGet();
    return report;
  }

  private static ReloadReport refused(Result result, String why) {
    return new ReloadReport(result, List.of(why + "; the configuration of before stays"));
  }

  private ReloadReport apply(Config wanted) throws Exception {
    SourceFile file = wanted.file();
    ConfigDifference difference = ConfigDifference.of(current, wanted);
    List<String> lines = new ArrayList<>();
    Result result = Result.UNCHANGED;
    if (!difference.isNone(current)) {
      target.families(difference.effective().families());
      RuleChange change = target.exchange(difference.effective().rules());
      if (!change.problems().isEmpty()) {
        seen(file);
        return refused(Result.ROLLED_BACK, "rolled back: " + named(change.problems()));
      }
      target.settings(difference.effective());
      result = Result.APPLIED;
      lines.add(difference.rules().inWords());
      lines.add("classes woven again: " + change.classes());
      if (!change.different().isEmpty()) {
        lines.add("NOT what they were: " + named(change.different()));
      }
      addIdle(difference.rules(), lines);
      for (SettingChange applied : difference.applied()) {
        lines.add(applied.toString());
      }
    }
    // also where nothing changed: the file may be another, by a comment
    current = difference.effective();
    seen(file);
    for (SettingChange fixed : difference.needRestart()) {
      lines.add("NOT applied, needs a restart: " + fixed);
    }
    if (result == Result.UNCHANGED) {
      lines.add(0, "nothing changed: " + (file == null ? "there is no file" : file.path()));
    }
    return new ReloadReport(result, lines);
  }

  /** Says of each rule that is new or another one if it weaves nothing. */
  private void addIdle(RuleDifference rules, List<String> lines) {
    List<String> fresh = new ArrayList<>(rules.added());
    fresh.addAll(rules.changed());
    Map<String, String> idle = fresh.isEmpty() ? Map.of() : target.idle();
    for (String id : fresh) {
      String why = idle.get(id);
      if (why != null) {
        lines.add(id + " weaves nothing: " + why);
      }
    }
  }

  private void seen(@Nullable SourceFile file) {
    if (watch != null && file != null) {
      watch.read(file.checksum());
    }
  }

  private static String named(List<String> all) {
    int more = all.size() - MOST_NAMED;
    String names = String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())));
    return more > 0 ? names + " and " + more + " more" : names;
  }

  /**
   * Returns how many reloads there were, by what became of them; 0 for those that did not occur.
   */
  public Map<Result, Long> counts() {
    Map<Result, Long> all = new EnumMap<>(Result.class);
    for (Map.Entry<Result, AtomicLong> one : counts.entrySet()) {
      all.put(one.getKey(), one.getValue().get());
    }
    return all;
  }

  /** Waits for a reload that goes on, and refuses all later ones. */
  public synchronized void close() {
    closed = true;
  }
}
