package io.heddle.agent.container;

import io.heddle.agent.adapter.BoundAdapter;
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
  public @Nullable Adapter of(AdapterEvent event, RuleBindings facts) {
    return switch (event) {
      case CONTAINER_CREATED -> new Created(facts);
      case CONTAINER_START -> new Start(facts);
      case CONTAINER_START_ASYNC ->
          new EntryAdapter(facts, (id, heard) -> starts(id, heard, facts));
      case CONTAINER_RUNNING -> new EntryAdapter(facts, (id, heard) -> tracker.started(id));
      case CONTAINER_FAILED -> new EntryAdapter(facts, this::failed);
      case CONTAINER_WAIT -> new EntryAdapter(facts, (id, heard) -> awaited(id, heard, false));
      case CONTAINER_WAIT_TIMED -> new Deadline(facts);
      case CONTAINER_CALLBACK_CLOSED -> new CallbackClosed(facts);
      case CONTAINER_OUTPUT -> new EntryAdapter(facts, this::received);
      case CONTAINER_OUTPUT_CLOSED ->
          new EntryAdapter(facts, (id, heard) -> tracker.outputClosed(id));
      case CONTAINER_EXIT ->
          facts.isLate("exit") ? new Inspect(facts) : new EntryAdapter(facts, this::exit);
      case CONTAINER_KILL -> new Kill(facts);
      case CONTAINER_REMOVE -> new Remove(facts);
      default -> null;
    };
  }

  /** The action for a call that has all its values when it begins. */
  private interface Action {
    void of(String id, RuleBindings.Heard heard) throws Throwable;
  }

  private static final class EntryAdapter extends BoundAdapter {
    private final Action action;

    EntryAdapter(RuleBindings facts, Action action) {
      super(facts);
      this.action = action;
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      String id = heard.text("id");
      if (id != null) {
        action.of(id, heard);
      }
      return null;
    }
  }

  /** Begins a start that has succeeded when a callback is called. */
  private void starts(String id, RuleBindings.Heard heard, RuleBindings facts) throws Throwable {
    tracker.startBegins(facts.pack(), id);
    awaited(id, heard, true);
  }

  private void awaited(String id, RuleBindings.Heard heard, boolean owned) throws Throwable {
    Object callback = heard.object("callback");
    if (callback != null) {
      tracker.addCallback(id, callback, owned);
    }
  }

  private void failed(String id, RuleBindings.Heard heard) throws Throwable {
    if (heard.object("thrown") instanceof Throwable thrown) {
      tracker.failed(id, RunFailure.of(thrown));
    }
  }

  private void received(String id, RuleBindings.Heard heard) throws Throwable {
    if (heard.object("bytes") instanceof byte[] bytes) {
      tracker.received(id, bytes.length);
    }
  }

  private void exit(String id, RuleBindings.Heard heard) throws Throwable {
    if (heard.object("exit") instanceof Number code) {
      tracker.exited(id, code.intValue());
    }
  }

  /** An open call, with its box and its stage of the creation of that; both may be null. */
  private record ContainerCall(
      @Nullable Box box, @Nullable StageFrame frame, Instant began, String id) {}

  private ContainerCall begin(@Nullable Box box, String stage, String id) {
    boolean creating = box != null && box.state() == Box.State.CREATING;
    StageFrame frame =
        box != null && creating ? boxes.stages().begin(box.times(), stage, boxes.now()) : null;
    return new ContainerCall(box, frame, Instant.now(), id);
  }

  private void end(ContainerCall call, boolean succeeded) {
    StageFrame frame = call.frame();
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
    Created(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) {
      if (!facts().has("image")) {
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
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      String id = heard.isThrown() ? null : heard.text("id");
      Box box = null;
      if (state instanceof ContainerCall call) {
        end(call, id != null);
        box = call.box();
      }
      if (id == null) {
        if (box != null && box.isUpWhenStarted()) {
          boxes.failed(box);
        }
        return;
      }
      String image = heard.text("image");
      if (image != null) {
        madeContainer(id, ImageName.of(image, nameLength), box, heard.text("alias"));
      } else if (heard.object("program") instanceof String[] command && command.length > 0) {
        tracker.created(id, SpawnContext.baseName(command[0], nameLength), heard.text("container"));
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

  /** A call that starts a container or a program, and returns when that runs. */
  private final class Start extends BoundAdapter {
    Start(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      String id = heard.text("id");
      if (id == null) {
        return null;
      }
      tracker.startBegins(facts().pack(), id);
      return begin(boxes.find(tracker.idOf(id)), "box_spawn", id);
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) {
      if (!(state instanceof ContainerCall call)) {
        return;
      }
      Box box = call.box();
      end(call, !heard.isThrown());
      if (heard.isThrown()) {
        boolean failed = heard.ending() != null;
        tracker.startFailed(call.id(), failed);
        if (failed && box != null && box.isUpWhenStarted()) {
          boxes.failed(box);
        }
        return;
      }
      if (box != null) {
        box.started(call.began(), Instant.now());
        boxes.restarted(box);
        if (box.isUpWhenStarted()) {
          boxes.up(box);
        }
      }
      tracker.started(call.id());
    }
  }

  /** A wait with a time limit, which returns false if the limit has passed. */
  private final class Deadline extends BoundAdapter {
    Deadline(RuleBindings facts) {
      super(facts);
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      Object callback = heard.object("callback");
      TerminationTracker termination = callback == null ? null : tracker.terminationOf(callback);
      if (termination != null) {
        termination.waitReturned(Boolean.FALSE.equals(heard.returned()));
      }
    }
  }

  private final class CallbackClosed extends BoundAdapter {
    CallbackClosed(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      Object callback = heard.object("callback");
      if (callback != null) {
        tracker.callbackClosed(callback);
      }
      return null;
    }
  }

  /** A call that reads whether a container or a program has ended. */
  private final class Inspect extends BoundAdapter {
    Inspect(RuleBindings facts) {
      super(facts);
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      String id = heard.isThrown() ? null : heard.text("id");
      if (id == null) {
        return;
      }
      if (Boolean.TRUE.equals(heard.object("running"))) {
        tracker.seenRunning(id);
        Box box = boxes.find(tracker.idOf(id));
        if (box != null && heard.object("pid") instanceof Number pid) {
          boxes.setReportedProcess(box, pid.longValue());
        }
      } else if (heard.object("exit") instanceof Number code) {
        tracker.exitCodeRead(id, code.intValue());
      }
    }
  }

  /** A kill or a stop; without a signal or with a deadly one, the target is down on return. */
  private final class Kill extends BoundAdapter {
    private static final Set<String> DEADLY = Set.of("KILL", "SIGKILL", "9");

    Kill(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      String id = heard.text("id");
      return id == null ? null : tracker.beginKill(id);
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      if (!(state instanceof List<?> killing)) {
        return;
      }
      ContainerTracker.endKill(killing, !heard.isThrown());
      // an exception that is no error says that it did not run any more
      boolean down = !heard.isThrown() || heard.ending() == null;
      String id = down ? heard.text("id") : null;
      String signal = heard.text("signal");
      if (id != null && (signal == null || DEADLY.contains(signal))) {
        tracker.stopped(id);
      }
    }
  }

  private final class Remove extends BoundAdapter {
    Remove(RuleBindings facts) {
      super(facts);
    }

    @Override
    public @Nullable Object begins(RuleBindings.Heard heard) throws Throwable {
      String id = heard.text("id");
      boolean force = Boolean.TRUE.equals(heard.object("force"));
      return id == null || !force ? null : tracker.beginKill(id);
    }

    @Override
    public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
      if (state instanceof List<?> killing) {
        ContainerTracker.endKill(killing, !heard.isThrown());
      }
      String id = heard.isThrown() ? null : heard.text("id");
      if (id != null) {
        tracker.removed(id);
      }
    }
  }
}
