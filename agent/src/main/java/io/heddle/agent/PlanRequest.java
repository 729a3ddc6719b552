package io.heddle.agent;

import io.heddle.agent.config.Config;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.plan.JvmPlan;
import io.heddle.agent.plan.PlanJson;
import io.heddle.agent.plan.PlanSettings;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The request for a plan of this JVM.
 *
 * @param why the method that every rule is asked about; null: none
 * @param settings {@code key=value,key=value}; empty: those of this JVM
 */
record PlanRequest(@Nullable String why, String settings) {
  /** Reads {@code why,settings}, of which the first is encoded as in a URL and may be empty. */
  static PlanRequest parse(String rest) {
    int comma = rest.indexOf(',');
    String why =
        URLDecoder.decode(comma < 0 ? rest : rest.substring(0, comma), StandardCharsets.UTF_8);
    return new PlanRequest(why.isEmpty() ? null : why, comma < 0 ? "" : rest.substring(comma + 1));
  }

  /** Returns the plan as JSON for the command line. */
  String answer(
      Config config,
      PackFiles packs,
      Instrumentation instrumentation,
      @Nullable Consumer<String> progress) {
    try {
      PlanSettings plan = new PlanSettings(config, packs, why);
      return ReplyJson.planned(PlanJson.of(JvmPlan.of(plan, instrumentation, progress)));
    } catch (IOException | ConfigException | ReflectiveOperationException e) {
      return ReplyJson.error(String.valueOf(e.getMessage()));
    }
  }
}
