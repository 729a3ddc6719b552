package io.heddle.probe.reactive;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.InFlightRun;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a subscription is made within another one, on any thread: the run of the outer one
 * is in the context of Reactor, which goes from each subscriber to the publisher that it subscribes
 * to. Found once for each class of a publisher, like {@link OperatorFactory}.
 */
final class SubscriptionContext {
  private static final ClassValue<Found> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Found computeValue(Class<?> type) {
          return new Found(find(type));
        }
      };

  private final Operations operations;
  private final Object guard;

  private SubscriptionContext(Operations operations, Object guard) {
    this.operations = operations;
    this.guard = guard;
  }

  private record Operations(
      MethodHandle deferContextual,
      MethodHandle contextWrite,
      MethodHandle put,
      MethodHandle get) {}

  /** A search result, which is cached even if it is null. */
  private record Found(@Nullable Operations operations) {}

  /** A factory of publishers, one for each subscription. */
  interface ForEach {
    /**
     * Returns the publisher for one subscription.
     *
     * @param around the run that the subscription is part of; null if of none
     */
    Object within(@Nullable InFlightRun around);
  }

  /**
   * Returns the context of this publisher; null if its Reactor has none, or another one.
   *
   * @param guard the key in the context: only runs of the same one are seen
   */
  static @Nullable SubscriptionContext of(Object publisher, Object guard) {
    Operations operations = BY_CLASS.get(publisher.getClass()).operations();
    return operations == null ? null : new SubscriptionContext(operations, guard);
  }

  private static @Nullable Operations find(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().equals("reactor.core.publisher.Mono")
          || c.getName().equals("reactor.core.publisher.Flux")) {
        return in(c);
      }
    }
    return null;
  }

  private static @Nullable Operations in(Class<?> type) {
    try {
      ClassLoader loader = type.getClassLoader();
      Class<?> context = Class.forName("reactor.util.context.Context", false, loader);
      Class<?> view = Class.forName("reactor.util.context.ContextView", false, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodType two = MethodType.methodType(Object.class, Object.class, Object.class);
      return new Operations(
          generic(lookup.unreflect(type.getMethod("deferContextual", Function.class))),
          generic(lookup.unreflect(type.getMethod("contextWrite", Function.class))),
          generic(lookup.findVirtual(context, "put", two.changeReturnType(context))),
          generic(lookup.findVirtual(view, "getOrDefault", two)));
    } catch (ReflectiveOperationException e) {
      return null; // before 3.4
    }
  }

  private static MethodHandle generic(MethodHandle raw) {
    return raw.asType(raw.type().generic());
  }

  /** Returns a publisher that is created anew for each subscription. */
  Object defer(ForEach subscriptions) throws Throwable {
    return operations.deferContextual().invoke(new Around(this, subscriptions));
  }

  /** Returns the publisher with a mark: subscriptions made within its own are part of the run. */
  Object marked(Object publisher, InFlightRun run) throws Throwable {
    return operations.contextWrite().invoke(publisher, new Mark(this, run));
  }

  private record Around(SubscriptionContext nesting, ForEach subscriptions)
      implements Function<Object, Object> {
    @Override
    public Object apply(Object view) {
      InFlightRun around = null;
      try {
        Object found = nesting.operations.get().invoke(view, nesting.guard, null);
        around = found instanceof InFlightRun run && !run.isOver() ? run : null;
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
      }
      return subscriptions.within(around);
    }
  }

  private record Mark(SubscriptionContext nesting, InFlightRun run)
      implements Function<Object, Object> {
    @Override
    public Object apply(Object context) {
      try {
        return nesting.operations.put().invoke(context, nesting.guard, run);
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
        return context;
      }
    }
  }
}
