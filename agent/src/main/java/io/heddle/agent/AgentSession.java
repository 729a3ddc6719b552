package io.heddle.agent;

import io.heddle.agent.config.Config;
import io.heddle.agent.config.PackChoice;
import io.heddle.agent.log.Log;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.pack.PackFiles;
import io.heddle.agent.profile.Profiles;
import io.heddle.agent.reload.ReloadReport;
import io.heddle.agent.unit.Units;
import io.heddle.agent.weave.AdvicePreparation;
import io.heddle.agent.weave.Weaver;
import io.heddle.agent.weave.retransform.OriginalClasses;
import io.heddle.exporter.ListenAddress;
import io.heddle.exporter.MetricsServer;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session of Heddle in a JVM, from start to detach. Steps that can fail come first: nothing is
 * woven before the port is bound.
 */
final class AgentSession {
  private static final long EXIT_TIMEOUT_MILLIS = 100;
  private static final long CLOSE_TIMEOUT_MILLIS = 2000;
  // a system property carries the answer
  private static final int MAX_NAMED = 20;
  private static final String ADDRESS = "heddle.address";

  private final Registry registry;
  private final Weaver weaver;
  private final ClassWeaverLoader classWeaver;
  private final AdapterFactory adapters;
  private final Units units;
  private final MetricsServer server;
  private final AgentThreadFactory threads;
  private final AdviceErrorWarnings errors;
  private final SessionReload reload;

  private AgentSession(
      Registry registry,
      Weaver weaver,
      ClassWeaverLoader classWeaver,
      AdapterFactory adapters,
      Units units,
      MetricsServer server,
      AgentThreadFactory threads,
      SessionReload reload) {
    this.reload = reload;
    this.units = units;
    this.registry = registry;
    this.weaver = weaver;
    this.classWeaver = classWeaver;
    this.adapters = adapters;
    this.server = server;
    this.threads = threads;
    this.errors = new AdviceErrorWarnings(registry, weaver);
  }

  /**
   * Starts everything.
   *
   * @param advice may have begun
   * @param source reads the settings again
   * @param late true if the application runs already
   * @param progress receives the progress of the weaving of loaded classes; null on a thread of the
   *     application
   * @throws IOException in one sentence, if no port could be bound
   */
  static AgentSession open(
      Config config,
      Callable<Config> source,
      PackFiles packFiles,
      Instrumentation instrumentation,
      AdvicePreparation advice,
      boolean late,
      @Nullable Consumer<String> progress)
      throws IOException {
    Registry registry =
        new Registry(config.prefix(), config.limits().series(), config.limits().cells());
    Profiles profiles = profiles(config);
    Families families = families(config, profiles);
    AgentThreadFactory threads = new AgentThreadFactory(registry);
    threads.adopt(advice.thread());
    Units units = units(config, threads);
    AdapterFactory adapters = adapters(config, registry, families, units, profiles);
    ClassWeaverLoader classWeaver =
        new ClassWeaverLoader(
            instrumentation,
            registry,
            families,
            adapters,
            advice,
            config.governor().budgetPercent(),
            threads,
            new LoggedWarnings());
    Weaver weaver = weaver(config, packFiles, instrumentation, classWeaver, threads);
    SelfMetrics self =
        new SelfMetrics(
            registry, weaver, adapters, units, config.inFlight().stackAfterMillis(), profiles);
    SessionReload reload =
        new SessionReload(config, source, registry, families, weaver, classWeaver, threads);
    reload.wantStages(config.rules());
    // open before the first thread of Heddle's starts: a thread is suppressed for a registry
    ProbeBridge.open(registry);
    if (progress != null) {
      // for this registry too: the thread that attaches is not the application's
      ProbeBridge.suppress();
    }
    if (!config.rules().isEmpty()) {
      weaver.prepare();
    }
    MetricsServer server = serve(config, self, threads);
    registry.addProducer(self);
    registry.addProducer(units);
    registry.addProducer(reload);
    AgentSession session =
        new AgentSession(registry, weaver, classWeaver, adapters, units, server, threads, reload);
    session.begin(late, progress);
    self.isReady();
    ProbeBridge.atExit(new AtExit(server, units, session.errors));
    System.setProperty(ADDRESS, server.address());
    return session;
  }

  private static @Nullable Profiles profiles(Config config) {
    List<String> chosen = config.profiles();
    if (chosen.isEmpty()) {
      return null;
    }
    return Profiles.named(chosen, config.prefix());
  }

  private static Families families(Config config, @Nullable Profiles profiles) {
    Map<String, double[]> bounds = profiles == null ? Map.of() : profiles.bounds();
    return new Families(config.families(), bounds, config.rules());
  }

  private static Units units(Config config, AgentThreadFactory threads) {
    return new Units(
        config.units(), config.prefix(), config.limits().series(), threads, new LoggedWarnings());
  }

  private static AdapterFactory adapters(
      Config config,
      Registry registry,
      Families families,
      Units units,
      @Nullable Profiles profiles) {
    AdapterFactory adapters =
        new AdapterFactory(
            registry,
            families,
            config.exec().successExits(),
            config.limits().labelLength(),
            config.limits().boxes(),
            units,
            new LoggedWarnings());
    if (profiles != null) {
      adapters.reserveNames(profiles.names());
    }
    if (profiles != null && profiles.reads("exec")) {
      adapters.countTasksOnce();
    }
    return adapters;
  }

  private static Weaver weaver(
      Config config,
      PackFiles packFiles,
      Instrumentation instrumentation,
      ClassWeaverLoader classWeaver,
      AgentThreadFactory threads)
      throws IOException {
    PackChoice packs = config.packs();
    return Weaver.create(
        instrumentation,
        classWeaver,
        classWeaver,
        packFiles,
        packs.auto() ? null : packs.names(),
        config.rules(),
        config.limits().labelLength(),
        config.limits().wovenMethods(),
        threads,
        new LoggedWarnings());
  }

  private static MetricsServer serve(Config config, SelfMetrics self, AgentThreadFactory threads)
      throws IOException {
    ListenAddress address = new ListenAddress(config.exporter().host(), config.exporter().port());
    try {
      MetricsServer server =
          MetricsServer.start(address, self, config.exporter().memory(), threads);
      self.isServedBy(server);
      return server;
    } catch (IOException e) {
      ProbeBridge.close();
      throw e;
    }
  }

  private void begin(boolean late, @Nullable Consumer<String> progress) {
    units.runBeforeEachRound(new EachRound(weaver, adapters, server, units, errors, reload));
    try {
      units.start();
      weaver.start(progress);
      if (late) {
        units.adopt(); // from here on it is seen which children are started
      }
    } catch (Throwable e) {
      close(null);
      throw e;
    }
  }

  Config config() {
    return reload.config();
  }

  /** Reads the configuration again, and applies what has changed. */
  ReloadReport reload() {
    return reload.now();
  }

  String address() {
    return server.address();
  }

  /** Returns an addition to the line at start if the port is not the configured one, or "". */
  String remark() {
    int wanted = config().exporter().port();
    return wanted == 0 || wanted == server.port() ? "" : " (port " + wanted + " is taken)";
  }

  /**
   * Ends everything and returns what was verified. A step that fails does not prevent the others.
   *
   * @param progress receives the progress of the restoring of classes, or null
   */
  List<String> close(@Nullable Consumer<String> progress) {
    List<String> verified = new ArrayList<>();
    reload.close();
    errors.run();
    try {
      restore(progress, verified);
    } catch (Throwable e) {
      verified.add(incomplete("the restoring of classes", e));
    }
    try {
      server.close();
      verified.add("the server on " + server.address() + " is closed");
    } catch (Throwable e) {
      verified.add(incomplete("the closing of the server", e));
    }
    try {
      units.close(Units.CLOSE_TIMEOUT_MILLIS);
    } catch (Throwable e) {
      verified.add(incomplete("the end of sampling", e));
    }
    classWeaver.close();
    List<String> left = threads.left(CLOSE_TIMEOUT_MILLIS);
    verified.add(
        left.isEmpty()
            ? "all threads of Heddle have ended"
            : "NOT ended: " + String.join(", ", left));
    ProbeBridge.close();
    adapters.close();
    System.clearProperty(ADDRESS);
    verified.add("no transformer of Heddle is left, and its registry is closed");
    verified.add(registry.adviceErrors() + " errors were swallowed by probes");
    return verified;
  }

  private void restore(@Nullable Consumer<String> progress, List<String> verified) {
    OriginalClasses.Verdict verdict = weaver.stop(progress);
    verified.add(verdict.restored() + " woven classes report the bytes of before the first weave");
    List<String> different = verdict.different();
    for (String one : different.subList(0, Math.min(MAX_NAMED, different.size()))) {
      verified.add("NOT restored: " + one);
    }
    if (different.size() > MAX_NAMED) {
      verified.add("NOT restored: " + (different.size() - MAX_NAMED) + " more");
    }
  }

  private static String incomplete(String what, Throwable error) {
    return "NOT complete: " + what + ": " + error;
  }

  /** Returns what the JVM cannot unload or undo after a detach. */
  static List<String> whatStays() {
    return List.of(
        "the boot classes in java.heddle (a JVM unloads none)",
        "java.base exports jdk.internal.misc and jdk.internal.access to the agent's launcher, and"
            + " opens java.lang.invoke to the boot classes",
        "an empty task at the end of the JVM",
        "the agent jar on the system class path, with the classes of io.heddle.premain");
  }

  /** Closes the server when the JVM ends, and writes the samples that wait for the disk. */
  private record AtExit(MetricsServer server, Units units, AdviceErrorWarnings errors)
      implements Runnable {
    @Override
    public void run() {
      errors.run();
      server.close(EXIT_TIMEOUT_MILLIS);
      units.close(EXIT_TIMEOUT_MILLIS);
    }
  }

  /** Weaves classes that came late; turns Heddle off if the application has a security manager. */
  private record EachRound(
      Weaver weaver,
      AdapterFactory adapters,
      MetricsServer server,
      Units units,
      AdviceErrorWarnings errors,
      SessionReload reload)
      implements Runnable {
    @Override
    public void run() {
      Log.catchUp();
      if (weaver.isManaged()) {
        Log.line("off, the application has installed a security manager");
        units.stopSampling();
        server.close(EXIT_TIMEOUT_MILLIS);
      } else {
        weaver.catchUp();
        adapters.eachRound();
        errors.run();
        reload.look();
      }
    }
  }

  /** Logs the warnings of the parts. A record instead of a lambda: it is made at the start. */
  private record LoggedWarnings() implements WarningSink {
    @Override
    public void warn(String kind, String sentence) {
      Log.warn(kind, sentence);
    }

    @Override
    public void warn(String kind, String sentence, Throwable cause) {
      Log.warn(kind, sentence);
      Log.debug(sentence, cause);
    }

    @Override
    public void debug(String text) {
      Log.debug(text);
    }
  }
}
