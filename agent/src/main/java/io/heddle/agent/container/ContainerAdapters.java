package io.heddle.agent.container;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.box.Box;
import io.heddle.agent.box.Boxes;
import io.heddle.agent.process.SpawnContext;
import io.heddle.agent.process.TerminationTracker;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import io.heddle.probe.outcome.RunFailure;
import io.heddle.registry.StageFrame;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connects the calls of a container library to {@link ContainerTracker}. The values that a rule has
 * to bind for each adapter are in {@code docs/packs.md}.
 */
public final class ContainerAdapters {
  private static final String RUNNER = "container";

  private final ContainerTracker tracker;
  private final Boxes boxes;
  private final int nameLength;

  /**
   * @param boxes receives the containers, each of which is a box too
   * @param nameLength limit of the label {@code name}, in characters
   */
  public ContainerAdapters(ContainerTracker tracker, Boxes boxes, int nameLength) {
    this.tracker = tracker;
    this.boxes = boxes;
    this.nameLength = nameLength;
  }

  /** Returns the adapter of this event for one rule, or null if there is none. */
  public @Nullable Adapter of(AdapterEvent event, RuleBindings bindings) {
    return switch (event) {
      case CONTAINER_CREATED -> new Created(bindings);
      case CONTAINER_START -> new Start(bindings);
      case CONTAINER_START_ASYNC ->
          new EntryAdapter(bindings, (id, call) -> starts(id, call, bindings));
      case CONTAINER_RUNNING -> new EntryAdapter(bindings, (id, call) -> tracker.started(id));
      case CONTAINER_FAILED -> new EntryAdapter(bindings, this::failed);
      case CONTAINER_WAIT -> new EntryAdapter(bindings, (id, call) -> awaited(id, call, false));
      case CONTAINER_WAIT_TIMED -> new Deadline(bindings);
      case CONTAINER_CALLBACK_CLOSED -> new CallbackClosed(bindings);
      case CONTAINER_OUTPUT -> new EntryAdapter(bindings, this::received);
      case CONTAINER_OUTPUT_CLOSED ->
          new EntryAdapter(bindings, (id, call) -> tracker.outputClosed(id));
      case CONTAINER_EXIT ->
          bindings.isLate("exit") ? new Inspect(bindings) : new EntryAdapter(bindings, this::exit);
      case CONTAINER_KILL -> new Kill(bindings);
      case CONTAINER_REMOVE -> new Remove(bindings);
      default -> null;
    };
  }

  /** The action for a call that has all its values when it begins. */
  private interface Action {
    void of(String id, BoundCall call) throws Throwable;
  }

  private static final class EntryAdapter extends BoundAdapter {
    private final Action action;

    EntryAdapter(RuleBindings bindings, Action action) {
      super(bindings);
      this.action = action;
    }

    @Override
    public @Nullable Object begins(BoundCall call) throws Throwable {
      String id = call.text("id");
      if (id != null) {
        action.of(id, call);
      }
      return null;
    }
  }

  /** Begins a start that has succeeded when a callback is called. */
  private void starts(String id, BoundCall call, RuleBindings bindings) throws Throwable {
    tracker.startBegins(bindings.pack(), id);
    awaited(id, call, true);
  }

  private void awaited(String id, BoundCall call, boolean owned) throws Throwable {
    Object callback = call.object("callback");
    if (callback != null) {
      tracker.addCallback(id, callback, owned);
    }
  }

  private void failed(String id, BoundCall call) throws Throwable {
    if (call.object("thrown") instanceof Throwable thrown) {
      tracker.failed(id, RunFailure.of(thrown));
    }
  }

  private void received(String id, BoundCall call) throws Throwable {
    if (call.object("bytes") instanceof byte[] bytes) {
      tracker.received(id, bytes.length);
    }
  }

  private void exit(String id, BoundCall call) throws Throwable {
    if (call.object("exit") instanceof Number code) {
      tracker.exited(id, code.intValue());
    }
  }

  /** An open call with its box and its part in the creation of that; both may be null. */
  private record ContainerCall(
      @Nullable Box box, @Nullable StageFrame frame, Instant began, String id) {}

  private ContainerCall begin(@Nullable Box box, String stage, String id) {
    boolean creating = box != null && box.state() == Box.State.CREATING;
    StageFrame frame =
        box != null && creating ? boxes.stages().begin(box.times(), stage, boxes.now()) : null;
    return new ContainerCall(box, frame, Instant.now(), id);
  }

  private void end(ContainerCall open, boolean succeeded) {
    StageFrame frame = open.frame();
    if (frame != null) {
      long now = boxes.now();
      boxes.stages().leave(frame, now);
      if (succeeded) {
        boxes.stages().end(frame, now);
      }
    }
  }

  /** A call that makes a container or a program that can be started, and returns its id. */
  private final class Created extends BoundAdapter {
    Created(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public @Nullable Object begins(BoundCall call) {
      if (!bindings().has("image")) {
        return null; // a program is no box
      }
      Box enclosing = boxes.enclosing();
      if (enclosing != null && enclosing.runner().equals(RUNNER)) {
        enclosing.markCounted(false); // what its programs write is counted
        return begin(enclosing, "box_config", "");
      }
      Box box = boxes.create(RUNNER, null);
      box.markUncounted(true, false); // what its programs write is counted, what they read is not
      box.upWhenStarted();
      return begin(box, "box_config", "");
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) throws Throwable {
      String id = call.isThrown() ? null : call.text("id");
      Box box = null;
      if (state instanceof ContainerCall open) {
        end(open, id != null);
        box = open.box();
      }
      if (id == null) {
        if (box != null && box.isUpWhenStarted()) {
          boxes.failed(box);
        }
        return;
      }
      String image = call.text("image");
      if (image != null) {
        madeContainer(id, ImageName.of(image, nameLength), box, call.text("alias"));
      } else if (call.object("program") instanceof String[] command && command.length > 0) {
        tracker.created(id, SpawnContext.baseName(command[0], nameLength), call.text("container"));
      }
    }

    private void madeContainer(String id, String name, @Nullable Box box, @Nullable String alias) {
      tracker.created(id, name, null);
      if (alias != null) {
        tracker.addAlias(id, alias);
      }
      if (box != null) {
        boxes.addKey(box, id);
        box.name(name);
      }
    }
  }

  /** A call that starts a container or a program, and returns when that tracker. */
  private final class Start extends BoundAdapter {
    Start(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public @Nullable Object begins(BoundCall call) throws Throwable {
      String id = call.text("id");
      if (id == null) {
        return null;
      }
      tracker.startBegins(bindings().pack(), id);
      return begin(boxes.find(tracker.idOf(id)), "box_spawn", id);
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) {
      if (!(state instanceof ContainerCall open)) {
        return;
      }
      Box box = open.box();
      end(open, !call.isThrown());
      if (call.isThrown()) {
        boolean failed = call.failure() != null;
        tracker.startFailed(open.id(), failed);
        if (failed && box != null && box.isUpWhenStarted()) {
          boxes.failed(box);
        }
        return;
      }
      if (box != null) {
        box.started(open.began(), Instant.now());
        boxes.restarted(box);
        if (box.isUpWhenStarted()) {
          boxes.up(box);
        }
      }
      tracker.started(open.id());
    }
  }

  /** A wait with a time limit, which returns false if the limit has passed. */
  private final class Deadline extends BoundAdapter {
    Deadline(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) throws Throwable {
      Object callback = call.object("callback");
      TerminationTracker termination = callback == null ? null : tracker.terminationOf(callback);
      if (termination != null) {
        termination.waitReturned(Boolean.FALSE.equals(call.returned()));
      }
    }
  }

  private final class CallbackClosed extends BoundAdapter {
    CallbackClosed(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public @Nullable Object begins(BoundCall call) throws Throwable {
      Object callback = call.object("callback");
      if (callback != null) {
        tracker.callbackClosed(callback);
      }
      return null;
    }
  }

  /** A call that reads whether a container or a program has ended. */
  private final class Inspect extends BoundAdapter {
    Inspect(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) throws Throwable {
      String id = call.isThrown() ? null : call.text("id");
      if (id == null) {
        return;
      }
      if (Boolean.TRUE.equals(call.object("running"))) {
        tracker.seenRunning(id);
        Box box = boxes.find(tracker.idOf(id));
        if (box != null && call.object("pid") instanceof Number pid) {
          boxes.setReportedProcess(box, pid.longValue());
        }
      } else if (call.object("exit") instanceof Number code) {
        tracker.exitCodeRead(id, code.intValue());
      }
    }
  }

  /** A kill or a stop; without a signal or with a deadly one, the target is down on return. */
  private final class Kill extends BoundAdapter {
    private static final Set<String> DEADLY = Set.of("KILL", "SIGKILL", "9");

    Kill(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public @Nullable Object begins(BoundCall call) throws Throwable {
      String id = call.text("id");
      return id == null ? null : tracker.beginKill(id);
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) throws Throwable {
      if (!(state instanceof List<?> killing)) {
        return;
      }
      ContainerTracker.endKill(killing, !call.isThrown());
      // an exception that is no error says that it did not run any more
      boolean down = !call.isThrown() || call.failure() == null;
      String id = down ? call.text("id") : null;
      String signal = call.text("signal");
      if (id != null && (signal == null || DEADLY.contains(signal))) {
        tracker.stopped(id);
      }
    }
  }

  private final class Remove extends BoundAdapter {
    Remove(RuleBindings bindings) {
      super(bindings);
    }

    @Override
    public @Nullable Object begins(BoundCall call) throws Throwable {
      String id = call.text("id");
      boolean force = Boolean.TRUE.equals(call.object("force"));
      return id == null || !force ? null : tracker.beginKill(id);
    }

    @Override
    public void ends(@Nullable Object state, BoundCall call) throws Throwable {
      if (state instanceof List<?> killing) {
        ContainerTracker.endKill(killing, !call.isThrown());
      }
      String id = call.isThrown() ? null : call.text("id");
      if (id != null) {
        tracker.removed(id);
      }
    }
  }
}
