package io.heddle.agent.rule;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An adapter, with the event that the calls of a rule mean to it. A pack names both in {@code
 * adapter} and {@code event}.
 */
public enum AdapterEvent {
  /** Read as {@link RuleAction.TransferLink}. */
  LINK("link", ""),
  /** Read as {@link RuleAction.ResumeCoroutine}. */
  RESUMPTION("resumption", ""),
  PROCESS_START("process", "start"),
  PROCESS_PROGRAM("process", "program"),
  PROCESS_STREAMS("process", "streams"),
  PROCESS_REAPER("process", "reaper"),
  PROCESS_EXIT("process", "exit"),
  PROCESS_WAIT("process", "wait"),
  PROCESS_KILL("process", "kill"),
  PROCESS_DEADLINE("process", "deadline"),
  CONTAINER_CREATED("container", "created"),
  CONTAINER_START("container", "start"),
  CONTAINER_START_ASYNC("container", "start-async"),
  CONTAINER_RUNNING("container", "running"),
  CONTAINER_FAILED("container", "failed"),
  CONTAINER_OUTPUT("container", "output"),
  CONTAINER_OUTPUT_CLOSED("container", "output-closed"),
  CONTAINER_EXIT("container", "exit"),
  CONTAINER_WAIT("container", "wait"),
  CONTAINER_WAIT_TIMED("container", "wait-timed"),
  CONTAINER_CALLBACK_CLOSED("container", "callback-closed"),
  CONTAINER_KILL("container", "kill"),
  CONTAINER_REMOVE("container", "remove"),
  BOX_NETWORK("box", "network"),
  TASK_STARTED("task", "started"),
  TASK_COMPLETED("task", "completed"),
  RUNNER_ERROR("runner", "error"),
  METRIC_COUNT("metric", "count"),
  METRIC_SET("metric", "set"),
  METRIC_ADD("metric", "add"),
  METRIC_OBSERVE("metric", "observe");

  private final String adapter;
  private final String event;

  AdapterEvent(String adapter, String event) {
    this.adapter = adapter;
    this.event = event;
  }

  /** Returns the names that {@code adapter} may have, in alphabetical order. */
  public static Set<String> adapters() {
    Set<String> names = new TreeSet<>();
    for (AdapterEvent one : values()) {
      names.add(one.adapter);
    }
    return names;
  }

  /** Returns the events of an adapter in alphabetical order; none if it takes no event. */
  public static Set<String> events(String adapter) {
    Set<String> names = new TreeSet<>();
    for (AdapterEvent one : values()) {
      if (adapter.equals(one.adapter) && !one.event.isEmpty()) {
        names.add(one.event);
      }
    }
    return names;
  }

  /**
   * Returns the event of an adapter, or null if there is none of these names.
   *
   * @param event empty for an adapter that takes none
   */
  public static @Nullable AdapterEvent of(String adapter, String event) {
    for (AdapterEvent one : values()) {
      if (adapter.equals(one.adapter) && one.event.equals(event)) {
        return one;
      }
    }
    return null;
  }
}
