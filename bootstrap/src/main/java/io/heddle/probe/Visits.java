package io.heddle.probe;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls that are no runs by themselves: an adapter hears of them. */
public final class Visits {
  private Visits() {}

  /** The call of an adapter's method begins; the result goes to {@link #leave}. */
  public static @Nullable Object visit(
      Probe probe, @Nullable Object self, @Nullable Object[] arguments) {
    probe.fire();
    Adapter adapter = probe.adapter();
    if (adapter == null || Door.isHushed() || !claim(probe)) {
      return null;
    }
    boolean hushed = Door.hush();
    try {
      return new Visit(adapter.enter(self, arguments));
    } catch (Throwable e) {
      probe.failed();
      release(probe);
      return null;
    } finally {
      Door.speak(hushed);
    }
  }

  /** The call that {@link #visit} saw begin returns or throws. */
  public static void leave(
      Probe probe,
      Object visit,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object returned,
      @Nullable Throwable thrown) {
    release(probe);
    Adapter adapter = probe.adapter();
    if (adapter == null) {
      return;
    }
    Object state = ((Visit) visit).state();
    boolean hushed = Door.hush();
    try {
      boolean later =
          returned instanceof CompletionStage<?> stage
              && adapter.awaits(state)
              && new Completion(new VisitEnd(probe, state, self, arguments)).follow(stage);
      if (!later) {
        adapter.exit(state, self, arguments, returned, thrown);
      }
    } catch (Throwable e) {
      probe.failed();
    } finally {
      Door.speak(hushed);
    }
  }

  private record Visit(@Nullable Object state) {}

  /** What an adapter waits for; of the boot loader, because the application's stage holds it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record VisitEnd(
      Probe probe, @Nullable Object state, @Nullable Object self, @Nullable Object[] arguments)
      implements Completion.End {
    @Override
    public void with(@Nullable Object value, @Nullable Throwable thrown) {
      Adapter adapter = probe.adapter();
      if (adapter == null) {
        return;
      }
      boolean hushed = Door.hush();
      try {
        adapter.exit(state, self, arguments, value, thrown);
      } catch (Throwable e) {
        probe.failed();
      } finally {
        Door.speak(hushed);
      }
    }
  }

  private static boolean claim(Probe probe) {
    return !probe.rule().outermost() || Outermost.claim(probe.rule().index());
  }

  private static void release(Probe probe) {
    if (probe.rule().outermost()) {
      Outermost.release(probe.rule().index());
    }
  }
}
