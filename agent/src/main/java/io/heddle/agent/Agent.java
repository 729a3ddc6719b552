package io.heddle.agent;

import io.heddle.agent.config.Config;
import io.heddle.agent.log.Log;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.weave.AdvicePreparation;
import io.heddle.agent.weave.retransform.FirstRetransform;
import io.heddle.agent.yaml.ConfigException;
import io.heddle.probe.ProbeBridge;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entry point that the launcher calls through an interface that both see, text in and out. */
public final class Agent implements BiFunction<String[], Instrumentation, String> {
  // one attachment for each loader of Heddle; a detach lets both go
  private static @Nullable AgentSession current;

  /**
   * Carries out a command of the launcher.
   *
   * @param request the command, {@code premain}, {@code attach}, {@code reload}, {@code plan} or
   *     {@code detach}, its settings as {@code key=value,key=value}, and the system property that
   *     will carry the answer, or an empty string
   * @return JSON with {@code ok}, and {@code error} in one sentence if it is false
   */
  @Override
  public String apply(String[] request, Instrumentation instrumentation) {
    return command(request[0], request[1], request[2], instrumentation);
  }

  private static synchronized String command(
      String command, String rest, String answer, Instrumentation instrumentation) {
    if (!answer.isEmpty()) {
      ProbeBridge.suppress(); // a thread of the launcher's own, which ends soon
    }
    try {
      return switch (command) {
        case "premain" -> start(rest, instrumentation, true, null);
        case "attach" -> attach(rest, instrumentation, answer);
        case "reload" -> reload();
        case "plan" -> plan(PlanRequest.parse(rest), instrumentation, answer);
        case "detach" -> detach(answer);
        default -> ReplyJson.error("unknown command " + command);
      };
    } catch (Throwable e) {
      if (command.equals("detach")) {
        return ReplyJson.error("it could not leave: " + e);
      }
      if (command.equals("plan")) {
        return ReplyJson.error("it could not plan: " + e);
      }
      Log.line("off, it could not start: " + e);
      return ReplyJson.error("it could not start: " + e);
    } finally {
      // also after a plan or an attach that failed: the loader of all this goes too
      if (current == null && !command.equals("premain")) {
        forgetRecords();
      }
    }
  }

  private static String attach(String settings, Instrumentation instrumentation, String answer) {
    AgentSession running = current;
    if (running == null) {
      return start(settings, instrumentation, false, progress(answer, "wove"));
    }
    try {
      Config wanted = load(settings, packFiles(), null);
      return wanted.fingerprint().equals(running.config().fingerprint())
          ? ReplyJson.attached(running.address(), true)
          : ReplyJson.error(
              "Heddle is in this JVM with other settings, at "
                  + running.address()
                  + ": detach it first, or change its file, which reload reads again");
    } catch (ConfigException | IOException e) {
      return ReplyJson.error(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Consumer<String> progress(String answer, String done) {
    return answer.isEmpty() ? null : new ReportedProgress(answer, done);
  }

  private static String start(
      String settings,
      Instrumentation instrumentation,
      boolean beforeMain,
      @Nullable Consumer<String> progress) {
    try {
      if (!beforeMain) {
        FirstRetransform.run(instrumentation);
      }
      PackFiles packs = packFiles();
      AdvicePreparation advice = new AdvicePreparation();
      Config config = load(settings, packs, advice);
      if (!config.enabled()) {
        Log.line("off, enabled is false");
        return ReplyJson.error("enabled is false");
      }
      Log.level(config.log());
      AgentSession attachment =
          AgentSession.open(
              config,
              new Source(settings, packs),
              packs,
              instrumentation,
              advice,
              !beforeMain,
              progress);
      current = attachment;
      Log.line(attachment.address() + "/metrics" + attachment.remark());
      for (String warning : config.warnings()) {
        Log.warn("config", warning);
      }
      return ReplyJson.attached(attachment.address(), false);
    } catch (ConfigException | IOException e) {
      String why = String.valueOf(e.getMessage());
      if (beforeMain) {
        Log.line("off, " + why);
      }
      return ReplyJson.error(why);
    }
  }

  private static Config load(String settings, PackFiles packs, @Nullable Runnable beforeRules)
      throws ConfigException, IOException {
    return Config.load(
        settings, System.getProperties(), System.getenv(), packs.packs(), beforeRules);
  }

  /**
   * Reads the settings again, at a reload. A record instead of a lambda: it is made at the start.
   */
  private record Source(String settings, PackFiles packs) implements Callable<Config> {
    @Override
    public Config call() throws ConfigException, IOException {
      return load(settings, packs, null);
    }
  }

  private static String reload() {
    AgentSession running = current;
    return running == null
        ? ReplyJson.error("Heddle is not in this JVM")
        : ReplyJson.reloaded(running.reload());
  }

  private static String plan(PlanRequest request, Instrumentation instrumentation, String answer) {
    AgentSession running = current;
    PackFiles packs = packFiles();
    try {
      Config config =
          running != null && request.settings().isEmpty()
              ? running.config()
              : load(request.settings(), packs, null);
      return request.answer(config, packs, instrumentation, progress(answer, "looked at"));
    } catch (ConfigException | IOException e) {
      return ReplyJson.error(String.valueOf(e.getMessage()));
    }
  }

  private static PackFiles packFiles() {
    ClassLoader own = Agent.class.getClassLoader();
    // not a method reference: it would start java.lang.invoke in every JVM
    return new PackFiles(
        new PackFiles.Resources() {
          @Override
          public @Nullable InputStream open(String name) {
            return own.getResourceAsStream(name);
          }
        });
  }

  private static void forgetRecords() {
    try {
      RecordMethods.forget();
    } catch (Throwable e) {
      Log.debug("the types of records stay for a while", e);
    }
  }

  private static String detach(String answer) {
    AgentSession running = current;
    if (running == null) {
      return ReplyJson.error("Heddle is not in this JVM");
    }
    current = null;
    return ReplyJson.detached(running.close(progress(answer, "restored")));
  }
}
