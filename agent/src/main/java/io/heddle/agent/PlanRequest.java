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
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The request for a plan of this JVM.
 *
 * @param why the method that every rule is asked about; null: none
 * @param calls how long calls are counted; zero: not at all
 * @param settings {@code key=value,key=value}; empty: those of this JVM
 */
record PlanRequest(@Nullable String why, Duration calls, String settings) {
  /** Reads {@code why&seconds,settings}, of which the first is encoded as in a URL, or empty. */
  static PlanRequest parse(String rest) {
    int comma = rest.indexOf(',');
    String asked = comma < 0 ? rest : rest.substring(0, comma);
    int and = asked.indexOf('&');
    String why =
        URLDecoder.decode(and < 0 ? asked : asked.substring(0, and), StandardCharsets.UTF_8);
    Duration calls = Duration.ofSeconds(and < 0 ? 0 : Long.parseLong(asked.substring(and + 1)));
    String settings = comma < 0 ? "" : rest.substring(comma + 1);
    return new PlanRequest(why.isEmpty() ? null : why, calls, settings);
  }

  /** Returns the plan as JSON for the command line. */
  String answer(
      Config config,
      PackFiles packs,
      Instrumentation instrumentation,
      @Nullable Consumer<String> progress) {
    try {
      PlanSettings plan = new PlanSettings(config, packs, why, calls);
      return ReplyJson.planned(PlanJson.of(JvmPlan.of(plan, instrumentation, progress)));
    } catch (IOException | ConfigException | ReflectiveOperationException e) {
      return ReplyJson.error(String.valueOf(e.getMessage()));
    }
  }
}
