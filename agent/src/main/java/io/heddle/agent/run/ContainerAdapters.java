package io.heddle.agent.run;

import io.heddle.probe.Adapter;
import io.heddle.probe.Ending;
import io.heddle.probe.Facts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of a container library meet {@link ContainerRuns}; what a rule has to tell each
 * adapter is in {@code docs/packs.md}.
 */
final class ContainerAdapters {
  private final ContainerRuns runs;
  private final int nameLength;

  /**
   * @param nameLength limit of the label {@code name}, in characters
   */
  ContainerAdapters(ContainerRuns runs, int nameLength) {
    this.runs = runs;
    this.nameLength = nameLength;
  }

  /** The adapter of this name for one rule; null if there is none. */
  @Nullable Adapter of(String name, Facts facts) {
    return switch (name) {
      case "container-made" -> new Made(facts);
      case "container-start" -> new Start(facts);
      case "container-starts" -> new OnBegin(facts, (id, heard) -> starts(id, heard, facts));
      case "container-started" -> new OnBegin(facts, (id, heard) -> runs.started(id));
      case "container-failed" -> new OnBegin(facts, this::failed);
      case "container-awaited" -> new OnBegin(facts, (id, heard) -> awaited(id, heard, false));
      case "container-deadline" -> new Deadline(facts);
      case "container-abandoned" -> new Abandoned(facts);
      case "container-received" -> new OnBegin(facts, this::received);
      case "container-silent" -> new OnBegin(facts, (id, heard) -> runs.silent(id));
      case "container-exit" ->
          facts.isLate("exit") ? new Look(facts) : new OnBegin(facts, this::exit);
      case "container-kill" -> new Kill(facts);
      case "container-remove" -> new Remove(facts);
      default -> null;
    };
  }

  /** What a call means that tells all there is to tell when it begins. */
  private interface Meaning {
    void of(String id, Facts.Heard heard) throws Throwable;
  }

  private static final class OnBegin extends FactsAdapter {
    private final Meaning meaning;

    OnBegin(Facts facts, Meaning meaning) {
      super(facts);
      this.meaning = meaning;
    }

    @Override
    @Nullable Object begins(Facts.Heard heard) throws Throwable {
      String id = heard.text("id");
      if (id != null) {
        meaning.of(id, heard);
      }
      return null;
    }
  }

  /** It will run when a callback is told so. */
  private void starts(String id, Facts.Heard heard, Facts facts) throws Throwable {
    runs.starts(facts.pack(), id);
    awaited(id, heard, true);
  }

  private void awaited(String id, Facts.Heard heard, boolean owned) throws Throwable {
    Object callback = heard.object("callback");
    if (callback != null) {
      runs.awaited(id, callback, owned);
    }
  }

  private void failed(String id, Facts.Heard heard) throws Throwable {
    if (heard.object("thrown") instanceof Throwable thrown) {
      runs.failed(id, Ending.of(thrown));
    }
  }

  private void received(String id, Facts.Heard heard) throws Throwable {
    if (heard.object("bytes") instanceof byte[] bytes) {
      runs.received(id, bytes.length);
    }
  }

  private void exit(String id, Facts.Heard heard) throws Throwable {
    if (heard.object("exit") instanceof Number code) {
      runs.exited(id, code.intValue());
    }
  }

  /** A call that makes what can be started, and says under which id. */
  private final class Made extends FactsAdapter {
    Made(Facts facts) {
      super(facts);
    }

    @Override
    void ends(@Nullable Object state, Facts.Heard heard) throws Throwable {
      String id = heard.isThrown() ? null : heard.text("id");
      if (id == null) {
        return;
      }
      String image = heard.text("image");
      if (image != null) {
        runs.made(id, ImageName.of(image, nameLength), null);
        String alias = heard.text("alias");
        if (alias != null) {
          runs.called(id, alias);
        }
      } else if (heard.object("program") instanceof String[] command && command.length > 0) {
        runs.made(id, Spawns.baseName(command[0], nameLength), heard.text("container"));
      }
    }
  }

  /** A call that returns when it runs. */
  private final class Start extends FactsAdapter {
    Start(Facts facts) {
      super(facts);
    }

    @Override
    @Nullable Object begins(Facts.Heard heard) throws Throwable {
      String id = heard.text("id");
      if (id != null) {
        runs.starts(facts().pack(), id);
      }
      return id;
    }

    @Override
    void ends(@Nullable Object state, Facts.Heard heard) {
      if (state instanceof String id) {
        if (heard.isThrown()) {
          runs.startFailed(id, heard.ending() != null);
        } else {
          runs.started(id);
        }
      }
    }
  }

  /** A wait with a time limit, false if that has passed. */
  private final class Deadline extends FactsAdapter {
    Deadline(Facts facts) {
      super(facts);
    }

    @Override
    void ends(@Nullable Object state, Facts.Heard heard) throws Throwable {
      Object callback = heard.object("callback");
      Kills kills = callback == null ? null : runs.killsOf(callback);
      if (kills != null) {
        kills.waited(Boolean.FALSE.equals(heard.returned()));
      }
    }
  }

  private final class Abandoned extends FactsAdapter {
    Abandoned(Facts facts) {
      super(facts);
    }

    @Override
    @Nullable Object begins(Facts.Heard heard) throws Throwable {
      Object callback = heard.object("callback");
      if (callback != null) {
        runs.abandoned(callback);
      }
      return null;
    }
  }

  /** Somebody looks whether it has ended. */
  private final class Look extends FactsAdapter {
    Look(Facts facts) {
      super(facts);
    }

    @Override
    void ends(@Nullable Object state, Facts.Heard heard) throws Throwable {
      String id = heard.isThrown() ? null : heard.text("id");
      if (id == null) {
        return;
      }
      if (Boolean.TRUE.equals(heard.object("running"))) {
        runs.seen(id);
      } else if (heard.object("exit") instanceof Number code) {
        runs.lookedUp(id, code.intValue());
      }
    }
  }

  /** A kill, or without a signal also a stop: then it does not run when the call returns. */
  private final class Kill extends FactsAdapter {
    private static final Set<String> DEADLY = Set.of("KILL", "SIGKILL", "9");

    Kill(Facts facts) {
      super(facts);
    }

    @Override
    @Nullable Object begins(Facts.Heard heard) throws Throwable {
      String id = heard.text("id");
      return id == null ? null : runs.killing(id);
    }

    @Override
    void ends(@Nullable Object state, Facts.Heard heard) throws Throwable {
      if (!(state instanceof List<?> killing)) {
        return;
      }
      ContainerRuns.killed(killing, !heard.isThrown());
      String id = heard.isThrown() ? null : heard.text("id");
      String signal = heard.text("signal");
      if (id != null && (signal == null || DEADLY.contains(signal))) {
        runs.silent(id);
      }
    }
  }

  private final class Remove extends FactsAdapter {
    Remove(Facts facts) {
      super(facts);
    }

    @Override
    @Nullable Object begins(Facts.Heard heard) throws Throwable {
      String id = heard.text("id");
      boolean force = Boolean.TRUE.equals(heard.object("force"));
      return id == null || !force ? null : runs.killing(id);
    }

    @Override
    void ends(@Nullable Object state, Facts.Heard heard) throws Throwable {
      if (state instanceof List<?> killing) {
        ContainerRuns.killed(killing, !heard.isThrown());
      }
      String id = heard.isThrown() ? null : heard.text("id");
      if (id != null) {
        runs.removed(id);
      }
    }
  }
}
