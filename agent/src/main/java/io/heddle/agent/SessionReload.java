package io.heddle.agent;

import io.heddle.agent.config.Config;
import io.heddle.agent.config.SourceFile;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.log.Log;
import io.heddle.agent.reload.FileWatch;
import io.heddle.agent.reload.Reload;
import io.heddle.agent.reload.ReloadReport;
import io.heddle.agent.reload.ReloadTarget;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.Weaver;
import io.heddle.agent.weave.match.UnmatchedRules;
import io.heddle.agent.weave.retransform.RuleChange;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.exporter.report.RuleReport;
import io.heddle.registry.Registry;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reloads the configuration of a session: by the command, and when its file has changed. Nothing of
 * a reload is loaded before the first look at the file, the first command or the first scrape.
 * Thread-safe.
 */
final class SessionReload implements ReloadTarget, MetricProducer {
  private final Config first;
  private final Callable<Config> source;
  private final Registry registry;
  private final Families families;
  private final Weaver weaver;
  private final ClassWeaverLoader classWeaver;
  private final ThreadFactory threads;
  private final long beganMillis = System.currentTimeMillis();
  private long nextLook = System.nanoTime();
  private volatile @Nullable Reload made;

  /**
   * @param first the configuration at the start
   * @param source reads it again
   */
  SessionReload(
      Config first,
      Callable<Config> source,
      Registry registry,
      Families families,
      Weaver weaver,
      ClassWeaverLoader classWeaver,
      ThreadFactory threads) {
    this.first = first;
    this.source = source;
    this.registry = registry;
    this.families = families;
    this.weaver = weaver;
    this.classWeaver = classWeaver;
    this.threads = threads;
  }

  private Reload reloads() {
    Reload known = made;
    return known == null ? make() : known;
  }

  private synchronized Reload make() {
    Reload known = made;
    if (known == null) {
      known = new Reload(first, this);
      made = known;
    }
    return known;
  }

  /** Returns the configuration in force. */
  Config config() {
    Reload known = made;
    return known == null ? first : known.current();
  }

  /** Reads the configuration now, and applies what has changed. */
  ReloadReport now() {
    return reloads().now();
  }

  /** Waits for a reload that goes on, and refuses all later ones. */
  void close() {
    reloads().close();
  }

  // ---- the file --------------------------------------------------------------------------------

  /** Looks at the file if it is time, and reloads on a thread of its own. Called by one thread. */
  void look() {
    long every = config().reload().everyMillis() * 1_000_000;
    if (every == 0 || config().file() == null || System.nanoTime() - nextLook < 0) {
      return;
    }
    FileWatch watch = reloads().watch();
    if (watch == null) {
      return;
    }
    boolean changed = watch.look();
    nextLook = System.nanoTime() + (watch.isWaiting() ? 0 : every);
    if (changed) {
      Thread thread = threads.newThread(new FileReload());
      thread.setName("heddle-reload");
      thread.start();
    }
  }

  /** Reloads a file that has changed; stderr hears of problems only. */
  private final class FileReload implements Runnable {
    @Override
    public void run() {
      ReloadReport report = now();
      for (String line : report.lines()) {
        if (!report.isOk() || line.startsWith("NOT ")) {
          Log.warn("config", line);
        } else {
          Log.debug(line);
        }
      }
    }
  }

  // ---- what a reload changes -------------------------------------------------------------------

  @Override
  public Config configuration() throws ConfigException, IOException {
    try {
      return source.call();
    } catch (ConfigException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void families(Map<String, FamilyConfig> all) {
    families.set(all);
  }

  @Override
  public RuleChange exchange(List<RuleSpec> rules) throws Exception {
    wantStages(rules);
    RuleChange change = weaver.exchange(rules);
    registry.forgetGone();
    return change;
  }

  @Override
  public Map<String, String> idle() {
    Map<String, String> idle = new HashMap<>();
    for (RuleReport rule : weaver.reports()) {
      if (rule.pack().isEmpty() && rule.woven() == 0) {
        RuleReport.Reason best = UnmatchedRules.best(rule);
        idle.put(rule.id(), best == null ? "nothing comes near" : best.inWords());
      }
    }
    return idle;
  }

  /** Switches stages on if a rule has one: a run must know that before its own first stage. */
  void wantStages(List<RuleSpec> rules) {
    for (RuleSpec rule : rules) {
      if (rule.action().isStage()) {
        registry.wantStages();
        return;
      }
    }
  }

  @Override
  public void settings(Config effective) {
    Log.level(effective.log());
    weaver.rules().limit().raise(effective.limits().wovenMethods());
    registry.raise(effective.limits().series(), effective.limits().cells());
    classWeaver.budget(effective.governor().budgetPercent());
    for (String warning : effective.warnings()) {
      Log.warn("config", warning);
    }
  }

  // ---- metrics ---------------------------------------------------------------------------------

  @Override
  public List<MetricSnapshot> read() {
    Reload reload = reloads();
    String self = registry.prefix() + "_self_config_";
    List<Point> counts = new ArrayList<>();
    for (Map.Entry<ReloadReport.Result, Long> one : reload.counts().entrySet()) {
      LabelSet label = LabelSet.of(List.of("result"), List.of(one.getKey().label()));
      counts.add(new Point(label, one.getValue(), beganMillis));
    }
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        new MetricSnapshot.Counter(
            self + "reloads_total", "Reloads of the configuration, by result.", counts));
    SourceFile file = reload.current().file();
    if (file != null) {
      all.add(
          MetricSnapshot.gauge(
              self + "hash", "CRC-32 of the configuration file in force.", file.checksum()));
    }
    return all;
  }
}
