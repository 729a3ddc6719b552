package io.heddle.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.lang.runtime.ObjectMethods;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Lets the JDK forget the types of Heddle's records at a detach. {@link ObjectMethods} links the
 * methods of a record by converting one shared handle to the type of a component, and a method
 * handle keeps its last conversion to a type of a loader that is not the JDK's: by a soft
 * reference, so that the loader stays until memory is short. A conversion to a class of an empty
 * loader takes its place. Java 17 has no such reference.
 */
final class RecordMethods {
  // and so no security manager, for which a URLClassLoader keeps the callers of its constructor
  private static final int FIRST_WITHOUT_MANAGER = 24;

  private RecordMethods() {}

  /** Takes the place of what was converted last. */
  static void forget() throws Throwable {
    if (Runtime.version().feature() < FIRST_WITHOUT_MANAGER) {
      return;
    }
    ClassLoader empty = new URLClassLoader(new URL[0], null);
    Class<?> other =
        Proxy.newProxyInstance(
                empty, new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> null)
            .getClass();
    MethodHandle component = MethodHandles.empty(MethodType.methodType(other, other));
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType hash = MethodType.methodType(int.class, other);
    MethodType equals = MethodType.methodType(boolean.class, other, Object.class);
    ObjectMethods.bootstrap(lookup, "hashCode", hash, other, "any", component);
    ObjectMethods.bootstrap(lookup, "equals", equals, other, "any", component);
  }
}
