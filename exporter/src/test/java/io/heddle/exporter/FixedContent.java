package io.heddle.exporter;

import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.OpenRun;
import io.heddle.registry.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real registry behind the interface; keeps what it is told. */
final class FixedContent implements Content {
  final Registry registry = new Registry("heddle", 2000, 8 << 20);
  final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  final AtomicInteger served = new AtomicInteger();
  volatile boolean ready = true;
  volatile boolean broken;

  @Override
  public List<MetricSnapshot> metrics() {
    if (broken) {
      throw new IllegalStateException("broken on purpose");
    }
    return registry.snapshot();
  }

  @Override
  public List<RuleReport> rules() {
    RuleReport.Reason reason = new RuleReport.Reason("com.acme.A", "run()", "it is \"native\"");
    return List.of(new RuleReport("render", 5, 4, 3, 2, 1, List.of(reason)));
  }

  @Override
  public List<OpenRun.InFlight> inFlight() {
    return registry.inFlight();
  }

  @Override
  public List<BoxReport> boxes() {
    return List.of(new BoxReport("a/b c", "container", "alpine", "running"));
  }

  @Override
  public @Nullable BoxFigures box(String id) {
    Map<String, @Nullable Number> values = new HashMap<>();
    values.put("commands_executed_total", 3L);
    values.put("cpu_percent", null);
    return id.equals("a/b c") ? new BoxFigures(values, Map.of("stage_box_spawn_ms", 1.5)) : null;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public void served(double scrapeSeconds) {
    served.incrementAndGet();
  }

  @Override
  public void failed(Throwable error) {
    failures.add(error);
  }
}
