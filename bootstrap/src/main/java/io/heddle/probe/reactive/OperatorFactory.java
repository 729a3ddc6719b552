package io.heddle.probe.reactive;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operators of one loader's Reactor or RxJava. Found once for each class of a publisher and
 * kept by that class; refers to nothing of Heddle's own loader.
 */
public final class OperatorFactory {
  private static final String RX = "io.reactivex.rxjava3.core.";

  /** Names of the operators that report how a subscription ends, by the type that has them. */
  private static final Map<String, String[]> NAMES =
      Map.of(
          "reactor.core.publisher.Mono",
          new String[] {"doOnSuccess", "", "doOnCancel"},
          "reactor.core.publisher.Flux",
          new String[] {"", "doOnComplete", "doOnCancel"},
          RX + "Single",
          new String[] {"doOnSuccess", "", "doOnDispose"},
          RX + "Maybe",
          new String[] {"doOnSuccess", "doOnComplete", "doOnDispose"},
          RX + "Completable",
          new String[] {"", "doOnComplete", "doOnDispose"},
          RX + "Flowable",
          new String[] {"", "doOnComplete", "doOnCancel"},
          RX + "Observable",
          new String[] {"", "doOnComplete", "doOnDispose"});

  private static final ClassValue<Found> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Found computeValue(Class<?> type) {
          return new Found(find(type));
        }
      };

  private final Operator defer;
  private final @Nullable Operator success;
  private final @Nullable Operator complete;
  private final Operator failure;
  private final Operator cancel;

  private OperatorFactory(
      Operator defer,
      @Nullable Operator success,
      @Nullable Operator complete,
      Operator failure,
      Operator cancel) {
    this.defer = defer;
    this.success = success;
    this.complete = complete;
    this.failure = failure;
    this.cancel = cancel;
  }

  /** A search result, which is cached even if it is null. */
  private record Found(@Nullable OperatorFactory operators) {}

  /**
   * An operator of a type of publisher.
   *
   * @param function the type of its only argument, besides the publisher
   */
  private record Operator(MethodHandle handle, Class<?> function) {
    static Operator of(Class<?> type, String name, boolean ofType)
        throws ReflectiveOperationException {
      for (Method method : type.getMethods()) {
        Class<?>[] parameters = method.getParameterTypes();
        if (method.getName().equals(name)
            && parameters.length == 1
            && parameters[0].isInterface()
            && method.getReturnType() == type
            && Modifier.isStatic(method.getModifiers()) == ofType) {
          MethodHandle raw = MethodHandles.publicLookup().unreflect(method);
          return new Operator(raw.asType(raw.type().generic()), parameters[0]);
        }
      }
      throw new NoSuchMethodException(type.getName() + "." + name);
    }

    Object apply(Object publisher, SignalFunction signal) throws Throwable {
      return (Object) handle.invokeExact(publisher, signal.as(function));
    }
  }

  /**
   * Returns the operators of this publisher; null if its type is unknown here, or if it has a
   * public type beyond the library's own that the application may rely on.
   */
  public static @Nullable OperatorFactory of(Object publisher) {
    return BY_CLASS.get(publisher.getClass()).operators();
  }

  private static @Nullable OperatorFactory find(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      String[] names = NAMES.get(c.getName());
      if (names != null) {
        return of(c, names);
      }
      if (Modifier.isPublic(c.getModifiers()) && !isInternal(c)) {
        return null;
      }
    }
    return null;
  }

  /** Returns true for a public class that only its library names, and for operators of Reactor. */
  private static boolean isInternal(Class<?> type) {
    String name = type.getName();
    return name.contains(".internal.")
        || name.equals("reactor.core.publisher.MonoOperator")
        || name.equals("reactor.core.publisher.FluxOperator");
  }

  private static @Nullable OperatorFactory of(Class<?> type, String[] names) {
    try {
      return new OperatorFactory(
          Operator.of(type, "defer", true),
          names[0].isEmpty() ? null : Operator.of(type, names[0], false),
          names[1].isEmpty() ? null : Operator.of(type, names[1], false),
          Operator.of(type, "doOnError", false),
          Operator.of(type, names[2], false));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null; // a library that is not like this: its runs are not counted
    }
  }

  /** Returns a publisher of the same type that asks {@code each} for one at each subscription. */
  public Object defer(Supplier<Object> each) throws Throwable {
    return (Object) defer.handle().invokeExact(new SignalFunction.Each(each).as(defer.function()));
  }

  /** Returns the publisher with operators that report how its next subscription ends. */
  public Object watched(Object publisher, SubscriptionSignals signals) throws Throwable {
    Object watched = publisher;
    SignalFunction ends = new SignalFunction.Success(signals);
    if (success != null) {
      watched = success.apply(watched, ends);
    }
    if (complete != null) {
      watched = complete.apply(watched, ends);
    }
    watched = failure.apply(watched, new SignalFunction.Failure(signals));
    return cancel.apply(watched, new SignalFunction.Cancel(signals));
  }
}
