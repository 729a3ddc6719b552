package io.heddle.probe.reactive;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function that a library calls: a function of the JDK, or a proxy where the library has function
 * types of its own.
 */
abstract class SignalFunction
    implements Consumer<@Nullable Object>,
        Supplier<@Nullable Object>,
        Callable<@Nullable Object>,
        Runnable,
        InvocationHandler {

  /** Handles a call of the function and returns its result. */
  abstract @Nullable Object onSignal(@Nullable Object argument);

  @Override
  public void accept(@Nullable Object argument) {
    onSignal(argument);
  }

  @Override
  public @Nullable Object get() {
    return onSignal(null);
  }

  @Override
  public @Nullable Object call() {
    return onSignal(null);
  }

  @Override
  public void run() {
    onSignal(null);
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    if (method.getDeclaringClass() != Object.class) {
      return onSignal(arguments == null || arguments.length == 0 ? null : arguments[0]);
    }
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      default -> "signal";
    };
  }

  /** Returns this as a function of the given type. */
  Object as(Class<?> type) {
    return type.isInstance(this)
        ? this
        : Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
  }

  /** Returns the publisher of each subscription. */
  static final class Each extends SignalFunction {
    private final Supplier<Object> source;

    Each(Supplier<Object> source) {
      this.source = source;
    }

    @Override
    Object onSignal(@Nullable Object argument) {
      return source.get();
    }
  }

  /** Signals the value, or that there will be none. */
  static final class Success extends SignalFunction {
    private final SubscriptionSignals signals;

    Success(SubscriptionSignals signals) {
      this.signals = signals;
    }

    @Override
    @Nullable Object onSignal(@Nullable Object value) {
      signals.succeeded(value);
      return null;
    }
  }

  /** Signals a failure. */
  static final class Failure extends SignalFunction {
    private final SubscriptionSignals signals;

    Failure(SubscriptionSignals signals) {
      this.signals = signals;
    }

    @Override
    @Nullable Object onSignal(@Nullable Object thrown) {
      signals.failed(thrown instanceof Throwable known ? known : new IllegalStateException());
      return null;
    }
  }

  /** Signals that the subscriber canceled. */
  static final class Cancel extends SignalFunction {
    private final SubscriptionSignals signals;

    Cancel(SubscriptionSignals signals) {
      this.signals = signals;
    }

    @Override
    @Nullable Object onSignal(@Nullable Object nothing) {
      signals.canceled();
      return null;
    }
  }
}
