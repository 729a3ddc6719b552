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
  private ContainerAdapters() {}

  /** The adapter of this name for one rule; null if there is none. */
  static @Nullable Adapter of(ContainerRuns runs, String name, Facts facts, int nameLength) {
    return switch (name) {
      case "container-made" -> new Made(runs, facts, nameLength);
      case "container-start" -> new Start(runs, facts);
      case "container-starts" -> new Starts(runs, facts);
      case "container-started" -> new Started(runs, facts);
      case "container-failed" -> new Failed(runs, facts);
      case "container-awaited" -> new Awaited(runs, facts);
      case "container-deadline" -> new Deadline(runs, facts);
      case "container-abandoned" -> new Abandoned(runs, facts);
      case "container-received" -> new Received(runs, facts);
      case "container-silent" -> new Silent(runs, facts);
      case "container-exit" -> new Exit(runs, facts);
      case "container-kill" -> new Kill(runs, facts);
      case "container-remove" -> new Remove(runs, facts);
      default -> null;
    };
  }

  private static @Nullable String text(Facts.Heard heard, String name) throws Throwable {
    return heard.object(name) instanceof String text ? text : null;
  }

  /** A call that makes what can be started, and says under which id. */
  private record Made(ContainerRuns runs, Facts facts, int nameLength) implements Adapter {
    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, returned, thrown);
      String id = thrown == null ? text(heard, "id") : null;
      if (id == null) {
        return;
      }
      String image = text(heard, "image");
      if (image != null) {
        runs.made(id, ImageName.of(image, nameLength), null);
        String alias = text(heard, "alias");
        if (alias != null) {
          runs.called(id, alias);
        }
      } else if (heard.object("program") instanceof String[] command && command.length > 0) {
        runs.made(id, Spawns.baseName(command[0], nameLength), text(heard, "container"));
      }
    }
  }

  /** A call that returns when it runs. */
  private record Start(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      String id = text(facts.of(self, arguments, null, null), "id");
      if (id != null) {
        runs.starts(facts.pack(), id);
      }
      return id;
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown) {
      if (state instanceof String id) {
        if (thrown == null) {
          runs.started(id);
        } else {
          runs.startFailed(id, facts.of(self, arguments, returned, thrown).ending() != null);
        }
      }
    }
  }

  /** A call that returns at once; a callback is told when it runs. */
  private record Starts(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, null, null);
      String id = text(heard, "id");
      if (id != null) {
        runs.starts(facts.pack(), id);
        Object callback = heard.object("callback");
        if (callback != null) {
          runs.awaited(id, callback, true);
        }
      }
      return null;
    }
  }

  private record Started(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      String id = text(facts.of(self, arguments, null, null), "id");
      if (id != null) {
        runs.started(id);
      }
      return null;
    }
  }

  private record Failed(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, null, null);
      String id = text(heard, "id");
      if (id != null && heard.object("thrown") instanceof Throwable thrown) {
        runs.failed(id, Ending.of(thrown));
      }
      return null;
    }
  }

  private record Awaited(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, null, null);
      String id = text(heard, "id");
      Object callback = heard.object("callback");
      if (id != null && callback != null) {
        runs.awaited(id, callback, false);
      }
      return null;
    }
  }

  /** A wait with a time limit, false if that has passed. */
  private record Deadline(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown)
        throws Throwable {
      Object callback = facts.of(self, arguments, returned, thrown).object("callback");
      Kills kills = callback == null ? null : runs.killsOf(callback);
      if (kills != null) {
        kills.waited(Boolean.FALSE.equals(returned));
      }
    }
  }

  private record Abandoned(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Object callback = facts.of(self, arguments, null, null).object("callback");
      if (callback != null) {
        runs.abandoned(callback);
      }
      return null;
    }
  }

  private record Received(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, null, null);
      String id = text(heard, "id");
      if (id != null && heard.object("bytes") instanceof byte[] bytes) {
        runs.received(id, bytes.length);
      }
      return null;
    }
  }

  private record Silent(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      String id = text(facts.of(self, arguments, null, null), "id");
      if (id != null) {
        runs.silent(id);
      }
      return null;
    }
  }

  /** Brings an exit code: with its arguments, told to a waiter, or in its result, looked up. */
  private record Exit(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      if (!facts.isLate("exit")) {
        Facts.Heard heard = facts.of(self, arguments, null, null);
        String id = text(heard, "id");
        if (id != null && heard.object("exit") instanceof Number code) {
          runs.exited(id, code.intValue());
        }
      }
      return null;
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, returned, thrown);
      String id = thrown == null && facts.isLate("exit") ? text(heard, "id") : null;
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
  private record Kill(ContainerRuns runs, Facts facts) implements Adapter {
    private static final Set<String> DEADLY = Set.of("KILL", "SIGKILL", "9");

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      String id = text(facts.of(self, arguments, null, null), "id");
      return id == null ? null : runs.killing(id);
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown)
        throws Throwable {
      if (!(state instanceof List<?> killing)) {
        return;
      }
      ContainerRuns.killed(killing, thrown == null);
      Facts.Heard heard = facts.of(self, arguments, returned, thrown);
      String id = thrown == null ? text(heard, "id") : null;
      String signal = text(heard, "signal");
      if (id != null && (signal == null || DEADLY.contains(signal))) {
        runs.silent(id);
      }
    }
  }

  private record Remove(ContainerRuns runs, Facts facts) implements Adapter {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments)
        throws Throwable {
      Facts.Heard heard = facts.of(self, arguments, null, null);
      String id = text(heard, "id");
      boolean force = Boolean.TRUE.equals(heard.object("force"));
      return id == null || !force ? null : runs.killing(id);
    }

    @Override
    public void exit(
        @Nullable Object state,
        @Nullable Object self,
        @Nullable Object[] arguments,
        @Nullable Object returned,
        @Nullable Throwable thrown)
        throws Throwable {
      if (state instanceof List<?> killing) {
        ContainerRuns.killed(killing, thrown == null);
      }
      String id = text(facts.of(self, arguments, returned, thrown), "id");
      if (id != null && thrown == null) {
        runs.removed(id);
      }
    }
  }
}
