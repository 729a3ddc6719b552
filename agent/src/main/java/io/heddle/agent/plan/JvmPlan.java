package io.heddle.agent.plan;

import io.heddle.agent.reason.VisibleClasses;
import io.heddle.agent.weave.TrialWeaving;
import io.heddle.agent.weave.classes.LoadedClasses;
import io.heddle.agent.weave.match.JvmClasses;
import io.heddle.agent.weave.retransform.PauseForecast;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plans for the JVM that this runs in. */
public final class JvmPlan {
  private static final int REPORT_EVERY = 1000;

  private JvmPlan() {}

  /**
   * Returns what the configuration would weave in this JVM, as it is now.
   *
   * @param progress receives the progress, "1000 of 8000 classes"; or null
   */
  public static WeavingPlan of(
      PlanSettings settings, Instrumentation instrumentation, @Nullable Consumer<String> progress)
      throws IOException, ReflectiveOperationException, ConfigException {
    long began = System.nanoTime();
    LoadedClasses loaded = LoadedClasses.of(instrumentation);
    List<Class<?>> all = ofApplication(loaded);
    try (TrialWeaving trial = settings.trial(loaded)) {
      for (Class<?> type : all) {
        trial.wake(type);
      }
      PauseForecast pauses = new PauseForecast(all.size());
      for (int i = 0; i < all.size(); i++) {
        int bytes = trial.weave(all.get(i));
        if (bytes > 0) {
          pauses.add(bytes);
        }
        if (progress != null && i % REPORT_EVERY == 0 && i > 0) {
          progress.accept(i + " of " + all.size() + " classes");
        }
      }
      VisibleClasses visible = trial.visible();
      String of = "the " + all.size() + " classes that are loaded";
      RuleResults results = new RuleResults(settings, trial, visible);
      WeavingPlan.Forecast forecast =
          new WeavingPlan.Forecast(
              all.size(),
              pauses.classes(),
              pauses.bytes(),
              TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
              pauses.pauses(),
              pauses.longestMillis(),
              results.labelSets());
      CallSample calls = null;
      if (!settings.calls().isZero()) {
        CallSampler sampler = new CallSampler(progress);
        results.addTo(sampler);
        calls = sampler.sample(settings.calls());
      }
      return results.plan(of, forecast, calls);
    }
  }

  private static List<Class<?>> ofApplication(LoadedClasses loaded) {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> one : loaded.all()) {
      if (!one.isArray() && !JvmClasses.isOfHeddle(one)) {
        all.add(one);
      }
    }
    return all;
  }
}
