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
import io.heddle.exporter.ListenAddress;
import io.heddle.exporter.MetricsServer;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
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
  private static final String ADDRESS = "heddle.address";

  private final Instrumentation instrumentation;
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
      Instrumentation instrumentation,
      Registry registry,
      Weaver weaver,
      ClassWeaverLoader classWeaver,
      AdapterFactory adapters,
      Units units,
      MetricsServer server,
      AgentThreadFactory threads,
      SessionReload reload) {
    this.instrumentation = instrumentation;
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
        new AgentSession(
            instrumentation,
            registry,
            weaver,
            classWeaver,
            adapters,
            units,
            server,
            threads,
            reload);
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
  DetachReport close(@Nullable Consumer<String> progress) {
    DetachReport report = new DetachReport();
    reload.close();
    errors.run();
    RemainingFrames frames = RemainingFrames.look(weaver.rules().all());
    try {
      report.classes(weaver.stop(progress));
    } catch (Throwable e) {
      report.incomplete("the restoring of classes", e);
    }
    try {
      server.close();
      report.server(server.address(), server.isClosed());
    } catch (Throwable e) {
      report.incomplete("the closing of the server", e);
    }
    try {
      units.close(Units.CLOSE_TIMEOUT_MILLIS);
    } catch (Throwable e) {
      report.incomplete("the end of sampling", e);
    }
    classWeaver.close();
    report.threads(threads.left(CLOSE_TIMEOUT_MILLIS));
    ProbeBridge.close();
    adapters.close();
    System.clearProperty(ADDRESS);
    report.transformers(!instrumentation.removeTransformer(weaver));
    report.swallowed(registry.adviceErrors());
    try {
      report.frames(frames.isKnown() ? frames.remaining() : null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      report.frames(null);
    }
    return report;
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
