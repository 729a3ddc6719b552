package io.heddle.probe;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operators of one loader's Reactor. Found once for each class of a publisher and kept by that
 * class; refers to nothing of Heddle's own loader.
 *
 * @param doOnSuccess takes the value; null for a publisher of many
 */
record Operators(
    MethodHandle defer,
    @Nullable MethodHandle doOnSuccess,
    MethodHandle doOnComplete,
    MethodHandle doOnError,
    MethodHandle doOnCancel) {
  private static final ClassValue<Found> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Found computeValue(Class<?> type) {
          return new Found(find(type));
        }
      };

  /** Null is remembered too. */
  private record Found(@Nullable Operators operators) {}

  /** Those of this publisher; null if it is of no library that is known here. */
  static @Nullable Operators of(Object publisher) {
    return BY_CLASS.get(publisher.getClass()).operators();
  }

  private static @Nullable Operators find(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      boolean one = c.getName().equals("reactor.core.publisher.Mono");
      if (one || c.getName().equals("reactor.core.publisher.Flux")) {
        return of(c, one);
      }
    }
    return null;
  }

  private static @Nullable Operators of(Class<?> type, boolean one) {
    try {
      MethodHandle success = one ? handle(type, "doOnSuccess", Consumer.class) : null;
      MethodHandle complete =
          success != null ? success : handle(type, "doOnComplete", Runnable.class);
      return new Operators(
          handle(type, "defer", Supplier.class),
          success,
          complete,
          handle(type, "doOnError", Consumer.class),
          handle(type, "doOnCancel", Runnable.class));
    } catch (ReflectiveOperationException e) {
      return null; // a Reactor that is not like this: its runs are not counted
    }
  }

  private static MethodHandle handle(Class<?> type, String name, Class<?> parameter)
      throws ReflectiveOperationException {
    MethodHandle raw = MethodHandles.publicLookup().unreflect(type.getMethod(name, parameter));
    return raw.asType(raw.type().generic());
  }
}
