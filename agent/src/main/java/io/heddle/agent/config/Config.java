package io.heddle.agent.config;

import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.agent.yaml.ConfigFile;
import io.heddle.agent.yaml.Position;
import io.heddle.agent.yaml.Problems;
import io.heddle.agent.yaml.YamlNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the agent, validated. Immutable, thread-safe.
 *
 * @param enabled false: the agent does nothing
 * @param log one of trace, debug, info, warn, error, off
 * @param exporter where metrics are served
 * @param packs choice of the packs that may weave
 * @param profiles names of systems whose exact metric names are exported too
 * @param rules in the order of the file
 * @param families by name: the built-in ones as redefined, then those of the user
 * @param prefix of metric names, without the trailing {@code _}
 * @param exec settings of executions
 * @param limits upper limits on what Heddle holds
 * @param units settings of process units
 * @param governor limit on what probes cost
 * @param inFlight settings of the runs in flight
 * @param reload how often the file is looked at
 * @param file the file that settings were read from; null: there is none
 * @param warnings whole sentences for the log
 */
public record Config(
    boolean enabled,
    String log,
    ExporterConfig exporter,
    PackChoice packs,
    List<String> profiles,
    List<RuleSpec> rules,
    Map<String, FamilyConfig> families,
    String prefix,
    ExecConfig exec,
    LimitsConfig limits,
    UnitsConfig units,
    GovernorConfig governor,
    InFlightConfig inFlight,
    ReloadConfig reload,
    @Nullable SourceFile file,
    List<String> warnings) {

  /**
   * Reads the settings of this JVM. Without a file this is cheap and loads no YAML class.
   *
   * @param agentArguments {@code key=value,key=value}, as the JVM hands it over
   * @throws ConfigException if anything is wrong; its message is one sentence
   */
  public static Config load(
      @Nullable String agentArguments, Properties systemProperties, Map<String, String> environment)
      throws ConfigException {
    return load(agentArguments, systemProperties, environment, null, null);
  }

  /**
   * Reads the settings of this JVM; names in {@code packs} must be among {@code knownPacks} if that
   * is given.
   *
   * @param beforeRules runs before a file is parsed that may have rules; or null
   * @throws ConfigException if anything is wrong; its message is one sentence
   */
  public static Config load(
      @Nullable String agentArguments,
      Properties systemProperties,
      Map<String, String> environment,
      @Nullable Collection<String> knownPacks,
      @Nullable Runnable beforeRules)
      throws ConfigException {
    Problems problems = new Problems();
    Sources sources = new Sources(agentArguments, systemProperties, environment, problems);
    YamlNode.Entries settings = YamlNode.Entries.empty(Position.of("settings"));
    String path = sources.configFile();
    byte[] content = path == null ? null : ConfigFile.bytes(path, problems);
    SourceFile file = null;
    if (path != null && content != null) {
      file = new SourceFile(path, SourceFile.checksum(content));
      settings.mergeFrom(ConfigFile.parse(path, content, problems, beforeRules));
    }
    sources.mergeInto(settings);
    Config config = new ConfigReader(problems, knownPacks).read(settings, file, sources.warnings());
    problems.throwIfAny();
    return config;
  }

  /**
   * Returns all effective settings as one line, equal exactly if the settings are. Computed on each
   * call: it is not needed at start.
   */
  public String fingerprint() {
    StringBuilder out = new StringBuilder(512);
    Object[] all = {
      enabled, log, exporter, packs, profiles, rules, families, prefix, exec, limits, units,
      governor, inFlight, reload
    };
    for (Object part : all) {
      out.append(part).append(';');
    }
    return out.toString();
  }
}
