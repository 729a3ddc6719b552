package io.heddle.agent.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heddle.agent.RegistryValues;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.process.ProcessListener;
import io.heddle.exporter.report.BoxReport;
import io.heddle.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BoxReportsTest {
  private static final long MS = 1_000_000;

  private final AtomicLong now = new AtomicLong(1);
  private final List<String> lines = new ArrayList<>();
  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final Boxes boxes =
      new Boxes(registry, 10, now::get, ProcessListener.NONE, new BoxLog(new Said()));
  private final BoxReports reports = new BoxReports(boxes);

  private final class Said implements WarningSink {
    @Override
    public void debug(String text) {
      lines.add(text);
    }

    @Override
    public void warn(String kind, String sentence) {
      throw new AssertionError(sentence);
    }
  }

  /** Stages of 3 and 4.25 ms in a creation of 10 ms. */
  private Box created() {
    Box box = boxes.create("vm", "a");
    boxes.stages().record(box.times(), "filesystem_setup", 3 * MS);
    boxes.stages().record(box.times(), "pull", 4 * MS + 250_000);
    now.addAndGet(10 * MS);
    boxes.up(box);
    return box;
  }

  private Map<String, @Nullable Number> values() {
    return Objects.requireNonNull(reports.figures("a")).values();
  }

  private Map<String, @Nullable Number> timing() {
    return Objects.requireNonNull(reports.figures("a")).bootTiming();
  }

  @Test
  @Tag("B14")
  void shouldHaveCountedNothingAndKnowNothingOfANewBox() {
    boxes.create("vm", "a");
    assertThat(values().values())
        .containsExactly(0L, 0L, 0L, 0L, null, null, null, null, null, null, null);
    assertThat(timing().values()).hasSize(8).containsOnlyNulls();
  }

  @Test
  @Tag("B18")
  void shouldGiveAReadingTheFiguresOfItsMoment() {
    Box box = created();
    box.command(false);
    Map<String, @Nullable Number> before = values();
    box.command(true);
    box.sent(7);
    box.received(8);
    assertThat(before).containsEntry("commands_executed_total", 1L);
    assertThat(values())
        .containsEntry("commands_executed_total", 2L)
        .containsEntry("exec_errors_total", 1L)
        .containsEntry("bytes_sent_total", 7L)
        .containsEntry("bytes_received_total", 8L);
  }

  @Test
  @Tag("B-D5")
  void shouldGiveReadingsThatDoNotCountByThemselves() {
    Box box = created();
    Map<String, @Nullable Number> reading = values();
    assertThatThrownBy(() -> reading.put("commands_executed_total", 99L))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(values()).containsEntry("commands_executed_total", 0L);
    boxes.end(box);
    // begun again it is another creation with the same counters, not with a copy of them
    Box again = boxes.create("vm", "a");
    assertThat(again.counts()).isSameAs(box.counts());
  }

  @Test
  @Tag("B25")
  @Tag("B26")
  void shouldNameEveryFigure() {
    created();
    assertThat(values().keySet())
        .containsExactly(
            "commands_executed_total",
            "exec_errors_total",
            "bytes_sent_total",
            "bytes_received_total",
            "cpu_percent",
            "cpu_cores",
            "memory_bytes",
            "network_bytes_sent",
            "network_bytes_received",
            "network_tcp_connections",
            "network_tcp_errors");
    assertThat(timing().keySet())
        .containsExactly(
            "total_create_duration_ms",
            "guest_boot_duration_ms",
            "stage_filesystem_setup_ms",
            "stage_image_prepare_ms",
            "stage_guest_rootfs_ms",
            "stage_box_config_ms",
            "stage_box_spawn_ms",
            "stage_container_init_ms",
            "stage_pull_ms",
            "stage_unattributed_ms");
  }

  @Test
  @Tag("B27")
  @Tag("B-D2")
  void shouldTellDurationsInMillisecondsWithTheirFractions() {
    Box box = created();
    box.booted(1_500);
    assertThat(timing())
        .containsEntry("total_create_duration_ms", 10.0)
        .containsEntry("guest_boot_duration_ms", .0015)
        .containsEntry("stage_filesystem_setup_ms", 3.0)
        .containsEntry("stage_pull_ms", 4.25);
  }

  @Test
  @Tag("B-D2")
  void shouldNotReadAStageOfLessThanAMillisecondAsZero() {
    Box box = boxes.create("vm", "a");
    boxes.stages().record(box.times(), "filesystem_setup", 70_000);
    assertThat(timing()).containsEntry("stage_filesystem_setup_ms", .07);
    assertThat(
            new RegistryValues(registry)
                .seconds("heddle_stage_duration_seconds", "box", "filesystem_setup"))
        .isEqualTo(.00007);
  }

  @Test
  @Tag("B-D10")
  void shouldAddUpStagesAndWhatIsUnattributedToTheCreation() {
    created();
    assertThat(timing()).containsEntry("stage_unattributed_ms", 2.75);
    double sum = 0;
    for (Map.Entry<String, @Nullable Number> one : timing().entrySet()) {
      Number millis = one.getValue();
      sum += one.getKey().startsWith("stage_") && millis != null ? millis.doubleValue() : 0;
    }
    assertThat(sum).isCloseTo(10, within(1e-9));
  }

  @Test
  @Tag("B17")
  @Tag("B-D3")
  void shouldWriteNullIntoTheLineForWhatIsUnset() {
    created();
    assertThat(lines)
        .containsExactly(
            "Box initialization stages completed box=a total_create_duration_ms=10.0"
                + " guest_boot_duration_ms=null stage_filesystem_setup_ms=3.0"
                + " stage_image_prepare_ms=null stage_guest_rootfs_ms=null"
                + " stage_box_config_ms=null stage_box_spawn_ms=null"
                + " stage_container_init_ms=null stage_pull_ms=4.25 stage_unattributed_ms=2.75");
    boxes.failed(boxes.create("vm", "b"));
    assertThat(lines).hasSize(1);
  }

  @Test
  @Tag("B19")
  @Tag("B20")
  void shouldReadTheFiguresOfItsProcessWhileItLives() {
    Box box = created();
    assertThat(values()).containsEntry("cpu_percent", null).containsEntry("memory_bytes", null);
    box.process(BoxProcess.of(ProcessHandle.current().pid(), null, null));
    assertThat(Objects.requireNonNull(values().get("memory_bytes")).longValue())
        .isGreaterThan(20L << 20);
    boxes.end(box);
    assertThat(values()).containsEntry("memory_bytes", null).containsEntry("cpu_cores", null);
  }

  @Test
  @Tag("B-D9")
  void shouldTellTheShareInProcessorsAndInPercentOfThemAll() {
    Box box = created();
    box.process(BoxProcess.of(ProcessHandle.current().pid(), null, null));
    assertThat(values()).containsEntry("cpu_percent", null).containsEntry("cpu_cores", null);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_200);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    Map<String, @Nullable Number> values = values();
    double cores = Objects.requireNonNull(values.get("cpu_cores")).doubleValue();
    double percent = Objects.requireNonNull(values.get("cpu_percent")).doubleValue();
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(cores).isPositive();
    assertThat(percent).isCloseTo(Math.min(100, 100 * cores / processors), within(1e-9));
  }

  @Test
  @Tag("B21")
  @Tag("B22")
  @Tag("B23")
  @Tag("B24")
  void shouldTellWhatTheProviderKnowsOfTheNetwork() {
    Box box = created();
    box.network(new Given(1L, 2L, 3L, null));
    assertThat(values())
        .containsEntry("network_bytes_sent", 1L)
        .containsEntry("network_bytes_received", 2L)
        .containsEntry("network_tcp_connections", 3L)
        .containsEntry("network_tcp_errors", null);
    boxes.end(box);
    assertThat(values()).containsEntry("network_bytes_sent", null);
  }

  @Test
  @Tag("B24")
  void shouldReadAProviderThatThrowsAsNull() {
    Box box = created();
    box.command(false);
    for (Throwable thrown : List.of(new IllegalStateException(), new StackOverflowError())) {
      box.network(new Broken(thrown));
      assertThat(values())
          .containsEntry("network_bytes_sent", null)
          .containsEntry("network_tcp_connections", 3L)
          .containsEntry("network_tcp_errors", null)
          .containsEntry("commands_executed_total", 1L);
    }
    assertThat(registry.adviceErrors()).isPositive();
  }

  @Test
  void shouldListBoxesWithTheirStates() {
    Box box = created();
    box.name("alpine");
    boxes.create("vm", null);
    boxes.failed(boxes.create("vm", "c"));
    assertThat(reports.all())
        .containsExactly(
            new BoxReport("a", "vm", "alpine", "running"),
            new BoxReport("vm-2", "vm", "unknown", "creating"),
            new BoxReport("c", "vm", "unknown", "failed"));
    assertThat(reports.figures("nobody")).isNull();
  }

  private record Given(
      @Nullable Long bytesSent,
      @Nullable Long bytesReceived,
      @Nullable Long tcpConnections,
      @Nullable Long tcpErrors)
      implements BoxNetwork {}

  private record Broken(Throwable thrown) implements BoxNetwork {
    @Override
    public @Nullable Long bytesSent() throws Throwable {
      throw thrown;
    }

    @Override
    public @Nullable Long bytesReceived() {
      return null;
    }

    @Override
    public Long tcpConnections() {
      return 3L;
    }

    @Override
    public @Nullable Long tcpErrors() throws Throwable {
      throw thrown;
    }
  }
}
