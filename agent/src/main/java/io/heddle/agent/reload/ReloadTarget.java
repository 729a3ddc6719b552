package io.heddle.agent.reload;

import io.heddle.agent.config.Config;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.weave.retransform.RuleChange;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The part of a session that a reload reads and changes. */
public interface ReloadTarget {
  /** Reads the configuration as at the start. */
  Config configuration() throws ConfigException, IOException;

  /** Makes families known, before rules that use them come into force. */
  void families(Map<String, FamilyConfig> families);

  /** Exchanges the rules, all of them or none. */
  RuleChange exchange(List<RuleSpec> rules) throws Exception;

  /** Returns the rules of the user that weave nothing now, each with the best reason. */
  Map<String, String> idle();

  /** Applies all settings that are neither rules nor families. */
  void settings(Config effective);
}
