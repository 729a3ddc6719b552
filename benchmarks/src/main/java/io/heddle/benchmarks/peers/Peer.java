package io.heddle.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One row of the table: a tool, how it is started, and who says what it has counted. In its texts
 * {@code {jar}}, {@code {config}}, {@code {scratch}} and {@code {port}} stand for the agent's jar,
 * the folder of the configuration files, a folder of this run and the port of the receiver.
 *
 * @param name for {@code --only}
 * @param title of the row
 * @param workload of {@link PeerSubject}
 * @param release the first JDK that has it
 * @param options of the JVM, always
 * @param environment of the JVM, always
 * @param counting further options while calls are counted: here a tracer sends
 * @param tally who says how many calls were counted
 */
record Peer(
    String name,
    String title,
    String workload,
    int release,
    List<String> options,
    Map<String, String> environment,
    List<String> counting,
    Tally tally) {

  static final String NOTHING = "nothing";
  static final String FLOOR = "floor";

  /** The source of the number of calls that a peer counted. */
  enum Tally {
    /** No source: the row counts nothing. */
    NONE,
    /** The application's own process, or Heddle in it. */
    PROCESS,
    /** The receiver that spans, traces or transactions are sent to. */
    RECEIVER,
    /** The table that MyPerf4J prints. */
    PRINTED,
    /** The files that Kieker writes. */
    FILES,
    /** The recording of the flight recorder. */
    RECORDING
  }

  /** All rows, in their order. */
  static List<Peer> all() {
    return List.of(
        plain(NOTHING, "not measured", "woven", Tally.NONE),
        plain(FLOOR, "two `System.nanoTime()` and nothing else: the floor", "floor", Tally.NONE),
        heddle("heddle", "**Heddle**, every call timed", "heddle.yaml"),
        heddle("heddle-governed", "**Heddle**, `governor.budget: 1%`", "heddle-governed.yaml"),
        plain("client_java", "by hand: client_java, classic buckets", "client_java", Tally.PROCESS),
        plain("micrometer", "by hand: Micrometer timer, histogram", "micrometer", Tally.PROCESS),
        opentelemetry(),
        elastic(),
        datadog(),
        kieker(),
        agent("myperf4j", "MyPerf4J", "-DMyPerf4JPropFile={config}/myperf4j.properties")
            .counted(Tally.PRINTED),
        agent("inspectit", "inspectIT Ocelot").counted(Tally.NONE),
        recorder("jfr-timing", "JDK Flight Recorder, `jdk.MethodTiming`", "jdk.MethodTiming"),
        recorder("jfr-trace", "JDK Flight Recorder, `jdk.MethodTrace`", "jdk.MethodTrace"));
  }

  private static Peer opentelemetry() {
    return agent(
            "opentelemetry",
            "OpenTelemetry, `otel.instrumentation.methods.include`",
            "-Dotel.javaagent.configuration-file={config}/opentelemetry.properties")
        .counted(
            Tally.RECEIVER,
            "-Dotel.traces.exporter=otlp",
            "-Dotel.exporter.otlp.protocol=http/protobuf",
            "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:{port}");
  }

  private static Peer elastic() {
    return agent(
            "elastic",
            "Elastic APM, `trace_methods`",
            "-Delastic.apm.config_file={config}/elastic.properties",
            // in the file it could not be overruled: there the file is the higher source
            "-Delastic.apm.disable_send=true")
        .counted(
            Tally.RECEIVER,
            "-Delastic.apm.disable_send=false",
            "-Delastic.apm.api_request_time=1s",
            "-Delastic.apm.server_url=http://127.0.0.1:{port}");
  }

  private static Peer datadog() {
    return agent(
            "datadog",
            "Datadog, `dd.trace.methods`",
            "-Ddd.trace.config={config}/datadog.properties")
        .counted(Tally.RECEIVER, "-Ddd.agent.host=127.0.0.1", "-Ddd.trace.agent.port={port}");
  }

  private static Peer kieker() {
    Peer kieker =
        agent(
                "kieker",
                "Kieker, its Byte Buddy probe",
                "-Dkieker.monitoring.configuration={config}/kieker.properties",
                // 2: a full queue drops. The default blocks, and its callers were never woken again
                "-Dkieker.monitoring.core.controller.WriterController.RecordQueueInsertBehavior=2")
            .counted(
                Tally.FILES,
                "-Dkieker.monitoring.writer=kieker.monitoring.writer.filesystem.FileWriter",
                "-Dkieker.monitoring.writer.filesystem.FileWriter.customStoragePath={scratch}");
    return new Peer(
        kieker.name,
        kieker.title,
        kieker.workload,
        kieker.release,
        kieker.options,
        Map.of("KIEKER_SIGNATURES_INCLUDE", "com.example.peer.Woven"),
        kieker.counting,
        kieker.tally);
  }

  private static Peer heddle(String name, String title, String config) {
    String agent = "-javaagent:{jar}=config={config}/" + config;
    return new Peer(name, title, "woven", 17, List.of(agent), Map.of(), List.of(), Tally.PROCESS);
  }

  private static Peer plain(String name, String title, String workload, Tally tally) {
    return new Peer(name, title, workload, 17, List.of(), Map.of(), List.of(), tally);
  }

  private static Peer agent(String name, String title, String... options) {
    List<String> all = new ArrayList<>(List.of("-javaagent:{jar}"));
    all.addAll(List.of(options));
    return new Peer(name, title, "woven", 17, all, Map.of(), List.of(), Tally.NONE);
  }

  private static Peer recorder(String name, String title, String event) {
    String settings =
        event
            + "#enabled=true,"
            + event
            + "#filter=com.example.peer.Woven::call;com.example.peer.Woven::fail;"
            + "com.example.peer.Woven::recurse";
    if (event.endsWith("Trace")) {
      settings += "," + event + "#threshold=0ns," + event + "#stackTrace=false,maxsize=64m";
    }
    String option = "-XX:StartFlightRecording:filename={scratch}/calls.jfr,";
    return new Peer(
        name,
        title,
        "woven",
        25,
        List.of("-Xlog:jfr*=off", option + settings),
        Map.of(),
        List.of(),
        Tally.RECORDING);
  }

  private Peer counted(Tally by, String... further) {
    return new Peer(name, title, workload, release, options, environment, List.of(further), by);
  }
}
