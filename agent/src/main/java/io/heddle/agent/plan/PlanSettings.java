package io.heddle.agent.plan;

import io.heddle.agent.config.Config;
import io.heddle.agent.config.PackChoice;
import io.heddle.agent.family.FamilyConfig;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.weave.TrialWeaving;
import io.heddle.agent.weave.classes.LoadedClasses;
import io.heddle.registry.family.FamilySpec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a plan is made with. Immutable.
 *
 * @param why the method that every rule is asked about, {@code com.acme.Shop.place}; null: none
 * @param calls how long calls are counted; zero: not at all
 */
public record PlanSettings(Config config, PackFiles packs, @Nullable String why, Duration calls) {
  /** Returns why a text is no method to ask about; null if it is one. */
  public static @Nullable String problemOf(String why) {
    return MethodQuestion.problem(why);
  }

  TrialWeaving trial(LoadedClasses loaded) throws IOException, ReflectiveOperationException {
    PackChoice chosen = config.packs();
    return new TrialWeaving(
        packs,
        chosen.auto() ? null : chosen.names(),
        config.rules(),
        families(),
        config.limits().labelLength(),
        config.limits().wovenMethods(),
        loaded,
        new Unheard());
  }

  /** Returns the specification of a family by name. */
  Function<String, FamilySpec> families() {
    Map<String, FamilySpec> made = new HashMap<>();
    return name -> made.computeIfAbsent(name, this::family);
  }

  private FamilySpec family(String name) {
    FamilyConfig family = config.families().get(name);
    if (family == null) {
      throw new IllegalArgumentException("no family " + name);
    }
    return family.toSpec();
  }

  /** A class that cannot be examined is a reason in the plan, not a line of the log. */
  private record Unheard() implements WarningSink {
    @Override
    public void warn(String kind, String sentence) {}

    @Override
    public void warn(String kind, String sentence, Throwable cause) {}

    @Override
    public void debug(String text) {}
  }
}
