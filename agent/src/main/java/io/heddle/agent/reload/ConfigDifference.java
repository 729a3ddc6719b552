package io.heddle.agent.reload;

import io.heddle.agent.config.Config;
import io.heddle.agent.config.LimitsConfig;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.RuleSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The difference between the configuration in force and another one, and what of it can be applied
 * while Heddle runs. Immutable.
 *
 * @param rules the rules that are added, changed and removed
 * @param applied settings that are applied
 * @param needRestart settings that stay as they are until the JVM, or Heddle in it, starts again
 * @param effective the configuration that is in force afterwards
 */
public record ConfigDifference(
    RuleDifference rules,
    List<SettingChange> applied,
    List<SettingChange> needRestart,
    Config effective) {
  /** Copies the lists. */
  public ConfigDifference {
    applied = List.copyOf(applied);
    needRestart = List.copyOf(needRestart);
  }

  /** Returns the difference between the configuration in force and a new one. */
  public static ConfigDifference of(Config before, Config after) {
    return new Comparison(before, after).result();
  }

  /** Returns true if nothing is to be done. The order of rules counts: the first one shadows. */
  public boolean isNone(Config before) {
    return applied.isEmpty() && effective.rules().equals(before.rules());
  }

  /** Compares two configurations once. */
  private static final class Comparison {
    private final Config before;
    private final Config after;
    private final List<SettingChange> applied = new ArrayList<>();
    private final List<SettingChange> needRestart = new ArrayList<>();

    Comparison(Config before, Config after) {
      this.before = before;
      this.after = after;
    }

    ConfigDifference result() {
      fixed("enabled", before.enabled(), after.enabled());
      fixed("exporter.host", before.exporter().host(), after.exporter().host());
      fixed("exporter.port", before.exporter().port(), after.exporter().port());
      fixed("exporter.memory", before.exporter().memory(), after.exporter().memory());
      fixed("packs", before.packs(), after.packs());
      fixed("profiles", before.profiles(), after.profiles());
      fixed("prefix", before.prefix(), after.prefix());
      fixed("exec.successExits", before.exec().successExits(), after.exec().successExits());
      fixed("units", before.units(), after.units());
      fixed("inflight", before.inFlight(), after.inFlight());
      live("log", before.log(), after.log());
      live("governor.budget", budget(before), budget(after));
      live("reload", before.reload(), after.reload());
      LimitsConfig limits = limits(before.limits(), after.limits());
      Map<String, FamilyConfig> families = families();
      List<RuleSpec> rules = rules(families);
      Config effective =
          new Config(
              before.enabled(),
              after.log(),
              before.exporter(),
              before.packs(),
              before.profiles(),
              rules,
              families,
              before.prefix(),
              before.exec(),
              limits,
              before.units(),
              after.governor(),
              before.inFlight(),
              after.reload(),
              after.file(),
              after.warnings());
      return new ConfigDifference(
          RuleDifference.of(before.rules(), rules), applied, needRestart, effective);
    }

    private static String budget(Config config) {
      return config.governor().on() ? config.governor().budgetPercent() + "%" : "off";
    }

    private void fixed(String path, Object was, Object is) {
      note(needRestart, path, was, is);
    }

    private void live(String path, Object was, Object is) {
      note(applied, path, was, is);
    }

    private static void note(List<SettingChange> into, String path, Object was, Object is) {
      if (!was.equals(is)) {
        into.add(new SettingChange(path, String.valueOf(was), String.valueOf(is)));
      }
    }

    /** Returns the limits that apply: what is in use cannot be taken away. */
    private LimitsConfig limits(LimitsConfig was, LimitsConfig is) {
      upwards("limits.series", was.series(), is.series());
      fixed("limits.labelLength", was.labelLength(), is.labelLength());
      upwards("limits.wovenMethods", was.wovenMethods(), is.wovenMethods());
      upwards("limits.cells", was.cells(), is.cells());
      fixed("limits.boxes", was.boxes(), is.boxes());
      return new LimitsConfig(
          Math.max(was.series(), is.series()),
          was.labelLength(),
          Math.max(was.wovenMethods(), is.wovenMethods()),
          Math.max(was.cells(), is.cells()),
          was.boxes());
    }

    private void upwards(String path, long was, long is) {
      note(is > was ? applied : needRestart, path, was, is);
    }

    /**
     * Returns the families that there are: those of before, since their series may be in use, and
     * new ones.
     */
    private Map<String, FamilyConfig> families() {
      Map<String, FamilyConfig> families = new LinkedHashMap<>(before.families());
      for (Map.Entry<String, FamilyConfig> entry : after.families().entrySet()) {
        FamilyConfig known = families.putIfAbsent(entry.getKey(), entry.getValue());
        String path = "families." + entry.getKey();
        if (known == null) {
          applied.add(new SettingChange(path, "none", "defined"));
        } else {
          fixed(path + ".help", known.help(), entry.getValue().help());
          fixed(path + ".labels", known.labels(), entry.getValue().labels());
          fixed(path + ".buckets", known.buckets(), entry.getValue().buckets());
        }
      }
      return Collections.unmodifiableMap(families);
    }

    /**
     * Returns the rules that apply. A rule with a label that its family, which stays as it is, does
     * not have is left as it was.
     */
    private List<RuleSpec> rules(Map<String, FamilyConfig> families) {
      List<RuleSpec> rules = new ArrayList<>();
      for (RuleSpec rule : after.rules()) {
        RuleSpec known = find(rule.id());
        if (fits(rule, families)) {
          rules.add(rule);
        } else {
          String was = known == null ? "none" : "as it was";
          needRestart.add(
              new SettingChange("rules." + rule.id(), was, "with other labels of its family"));
          if (known != null) {
            rules.add(known);
          }
        }
      }
      return List.copyOf(rules);
    }

    private static boolean fits(RuleSpec rule, Map<String, FamilyConfig> families) {
      if (!(rule.action() instanceof MeasureRun run)) {
        return true;
      }
      FamilyConfig family = families.get(run.family());
      return family != null && family.labels().containsAll(run.labels().keySet());
    }

    private @Nullable RuleSpec find(String id) {
      for (RuleSpec rule : before.rules()) {
        if (rule.id().equals(id)) {
          return rule;
        }
      }
      return null;
    }
  }
}
