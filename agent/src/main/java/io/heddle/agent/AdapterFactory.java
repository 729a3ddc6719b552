package io.heddle.agent;

import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.box.BoxAdapters;
import io.heddle.agent.box.BoxLog;
import io.heddle.agent.box.BoxReports;
import io.heddle.agent.box.Boxes;
import io.heddle.agent.container.ContainerAdapters;
import io.heddle.agent.container.ContainerTracker;
import io.heddle.agent.log.WarningSink;
import io.heddle.agent.metric.ApplicationMetricAdapters;
import io.heddle.agent.metric.ApplicationMetrics;
import io.heddle.agent.metric.GaugeAdapter;
import io.heddle.agent.process.ProcessListener;
import io.heddle.agent.process.ProcessTracker;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.agent.rule.RuleAction.CountRunnerError;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.StageAction;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.task.OpenTasks;
import io.heddle.agent.task.RunnerErrors;
import io.heddle.agent.task.TaskAdapters;
import io.heddle.agent.weave.AdapterSource;
import io.heddle.exporter.report.RunBox;
import io.heddle.probe.Adapter;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.RunFamily;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the adapters that packs and rules name, and their trackers when first needed. */
public final class AdapterFactory implements AdapterSource {
  private final Registry registry;
  private final Function<String, FamilySpec> families;
  private final Map<String, Set<Integer>> successExits;
  private final int labelLength;
  private final int boxLimit;
  private final ProcessListener children;
  private final WarningSink warnings;
  private @Nullable RunnerErrors errors;
  private @Nullable OpenTasks openTasks;
  private @Nullable ProcessTracker processes;
  private @Nullable ContainerTracker containers;
  private @Nullable ContainerAdapters containerAdapters;
  private @Nullable TaskAdapters tasks;
  private Set<String> reservedNames = Set.of();
  // read by scrapes without the lock, which a thread may hold while it loads classes
  private volatile @Nullable ApplicationMetrics ownMetrics;
  private @Nullable Boxes boxes;

  /**
   * @param families specification of a family by name
   * @param successExits exit codes besides 0 that mean success, by program
   * @param labelLength limit of label values, in characters
   * @param boxLimit live boxes that are listed, and ended ones that are kept
   * @param children receives the processes
   * @param warnings receives the warnings
   */
  public AdapterFactory(
      Registry registry,
      Function<String, FamilySpec> families,
      Map<String, Set<Integer>> successExits,
      int labelLength,
      int boxLimit,
      ProcessListener children,
      WarningSink warnings) {
    this.registry = registry;
    this.families = families;
    this.successExits = successExits;
    this.labelLength = labelLength;
    this.boxLimit = boxLimit;
    this.children = children;
    this.warnings = warnings;
  }

  @Override
  public synchronized @Nullable Adapter event(AdapterEvent event, RuleBindings bindings) {
    return switch (event) {
      case PROCESS_START,
          PROCESS_PROGRAM,
          PROCESS_STREAMS,
          PROCESS_REAPER,
          PROCESS_EXIT,
          PROCESS_WAIT,
          PROCESS_KILL,
          PROCESS_DEADLINE ->
          processes().adapters().get(event);
      case CONTAINER_CREATED,
          CONTAINER_START,
          CONTAINER_START_ASYNC,
          CONTAINER_RUNNING,
          CONTAINER_FAILED,
          CONTAINER_OUTPUT,
          CONTAINER_OUTPUT_CLOSED,
          CONTAINER_EXIT,
          CONTAINER_WAIT,
          CONTAINER_WAIT_TIMED,
          CONTAINER_CALLBACK_CLOSED,
          CONTAINER_KILL,
          CONTAINER_REMOVE ->
          containers().of(event, bindings);
      case BOX_NETWORK -> new BoxAdapters(boxes(), errors()).of(event, bindings);
      case TASK_STARTED, TASK_COMPLETED, RUNNER_ERROR -> tasks().of(event, bindings);
      case METRIC_COUNT, METRIC_SET, METRIC_ADD, METRIC_OBSERVE ->
          new ApplicationMetricAdapters(ownMetrics(), labelLength).of(event, bindings);
      // actions of their own, which the weaver serves
      case LINK, RESUMPTION -> null;
    };
  }

  @Override
  public synchronized Adapter gauge(
      FeedGauge gauge, RuleBindings bindings, Function<ValueSpec, Value> values) {
    return GaugeAdapter.of(registry, gauge, bindings, values);
  }

  @Override
  public synchronized Adapter stage(
      StageAction stage, RuleBindings bindings, Function<ValueSpec, Value> values) {
    return new BoxAdapters(boxes(), errors()).stage(stage, bindings, values);
  }

  @Override
  public synchronized Adapter runnerError(
      CountRunnerError error, RuleBindings bindings, Function<ValueSpec, Value> values) {
    StageAction stage = error.stage();
    if (stage != null) {
      return new BoxAdapters(boxes(), errors()).runnerError(error, stage, bindings, values);
    }
    ValueSpec runner = error.runner();
    return tasks()
        .runnerError(bindings, error.kind(), runner == null ? null : values.apply(runner));
  }

  private TaskAdapters tasks() {
    TaskAdapters known = tasks;
    if (known == null) {
      ApplicationMetrics own = ownMetrics();
      known =
          new TaskAdapters(
              registry,
              exec(),
              errors(),
              openTasks == null ? new OpenTasks() : openTasks,
              () -> own.reject(ApplicationMetrics.Rejection.VALUE),
              labelLength);
      tasks = known;
    }
    return known;
  }

  private ApplicationMetrics ownMetrics() {
    ApplicationMetrics known = ownMetrics;
    if (known == null) {
      known =
          new ApplicationMetrics(
              registry.metrics(), reservedNames, sentence -> warnings.warn("runs", sentence));
      ownMetrics = known;
    }
    return known;
  }

  /** Returns how often the application's own metrics recorded nothing, by reason. */
  public Map<String, Long> rejectedOwn() {
    ApplicationMetrics known = ownMetrics;
    return known == null ? Map.of() : known.rejected();
  }

  /** Creates what the first child process needs, which takes 50 ms. */
  void prepareProcesses() {
    children.prepare();
    synchronized (this) {
      processes();
    }
  }

  private ProcessTracker processes() {
    ProcessTracker runs = processes;
    if (runs == null) {
      runs =
          new ProcessTracker(
              registry, exec(), errors(), openTasks, successExits, labelLength, children);
      processes = runs;
    }
    return runs;
  }

  private ContainerAdapters containers() {
    ContainerAdapters adapters = containerAdapters;
    if (adapters == null) {
      Boxes made = boxes();
      ContainerTracker runs =
          new ContainerTracker(registry, made, exec(), errors(), successExits, System::nanoTime);
      adapters = new ContainerAdapters(runs, made, labelLength);
      containers = runs;
      containerAdapters = adapters;
    }
    return adapters;
  }

  private Boxes boxes() {
    Boxes made = boxes;
    if (made == null) {
      made = new Boxes(registry, boxLimit, System::nanoTime, children, new BoxLog(warnings));
      boxes = made;
    }
    return made;
  }

  /** Returns the reports of boxes, or null as long as nothing asks for boxes. */
  public synchronized @Nullable BoxReports reports() {
    Boxes made = boxes;
    return made == null ? null : new BoxReports(made);
  }

  /** Returns the boxes of runs in flight. */
  public Map<InFlightRun, RunBox> boxesOfRuns() {
    ContainerTracker runs;
    synchronized (this) {
      runs = containers;
    }
    return runs == null ? Map.of() : BoxReports.ofRuns(runs.boxesOfRuns());
  }

  /**
   * Makes a task that the application reports and the run in it count once where tasks are counted.
   * Must be called before anything is woven.
   */
  public synchronized void countTasksOnce() {
    OpenTasks made = new OpenTasks();
    openTasks = made;
    exec().parts(made);
  }

  /**
   * Reserves names that no metric of the application's own may have. Must be called before anything
   * is woven.
   */
  public synchronized void reserveNames(Set<String> names) {
    reservedNames = Set.copyOf(names);
  }

  private RunnerErrors errors() {
    RunnerErrors known = errors;
    if (known == null) {
      known = new RunnerErrors(registry);
      errors = known;
    }
    return known;
  }

  private RunFamily exec() {
    return registry.family(families.apply("exec"));
  }

  /** Settles boxes and containers that time alone ends, even if there is no scrape. */
  public void eachRound() {
    Boxes made;
    ContainerTracker runs;
    synchronized (this) {
      made = boxes;
      runs = containers;
    }
    if (runs != null) {
      runs.settle();
    } else if (made != null) {
      made.settle();
    }
  }

  /** Forgets the runs that are in flight. */
  public synchronized void close() {
    ProcessTracker runs = processes;
    if (runs != null) {
      runs.close();
    }
    ContainerTracker others = containers;
    if (others != null) {
      others.close();
    }
    Boxes made = boxes;
    if (made != null) {
      made.close();
    }
  }
}
