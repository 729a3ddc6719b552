package io.heddle.agent.plan;

import io.heddle.agent.rule.RuleSpec;
import io.heddle.agent.rule.pattern.TypePattern;
import io.heddle.agent.weave.TrialWeaving;
import io.heddle.agent.weave.classes.LoadedClasses;
import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plans for an application that does not run, from its class files. */
public final class ArchivePlan {
  private ArchivePlan() {}

  /**
   * Returns what the configuration would weave if all these classes were loaded.
   *
   * @param paths jars, wars and folders
   * @throws IOException if one cannot be read; the message is one sentence
   */
  public static WeavingPlan of(PlanSettings settings, List<Path> paths)
      throws IOException, ReflectiveOperationException, ConfigException {
    long began = System.nanoTime();
    try (ClassArchives archives = ClassArchives.open(paths);
        TrialWeaving trial = settings.trial(LoadedClasses.none())) {
      ArchiveClassLoader loader = new ArchiveClassLoader(archives);
      int classes = 0;
      long bytes = 0;
      for (String name : archives.names()) {
        trial.wake(name, archives.read(name), loader);
      }
      for (String name : archives.names()) {
        int woven = trial.weave(name, archives.read(name), loader);
        classes += woven > 0 ? 1 : 0;
        bytes += woven;
      }
      for (RuleSpec rule : settings.config().rules()) {
        weaveOfJdk(rule.selector().type(), archives, trial);
      }
      RuleResults results = new RuleResults(settings, trial, new ArchivedClasses(archives));
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      String of = "the " + archives.names().size() + " classes in " + archives;
      WeavingPlan.Forecast forecast =
          new WeavingPlan.Forecast(
              archives.names().size(), classes, bytes, millis, 0, 0, results.labelSets());
      return results.plan(of, forecast, null);
    }
  }

  /** Weaves a class of the JDK that a rule names: no archive has it, and every application. */
  private static void weaveOfJdk(
      @Nullable TypePattern type, ClassArchives archives, TrialWeaving trial) throws IOException {
    if (type == null || !type.exact() || archives.contains(type.text())) {
      return;
    }
    byte[] bytes = ArchivedClasses.ofJdk(type.text());
    if (bytes != null) {
      trial.weave(type.text(), bytes, loaderOfJdk(type.text()));
    }
  }

  private static @Nullable ClassLoader loaderOfJdk(String name) {
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try {
      return Class.forName(name, false, platform).getClassLoader();
    } catch (ClassNotFoundException | LinkageError e) {
      return platform;
    }
  }
}
