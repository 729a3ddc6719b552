package io.heddle.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.lang.runtime.ObjectMethods;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Lets the JDK forget Heddle's records at a detach. {@link ObjectMethods} links the methods of a
 * record by converting shared handles to the type of the record and of its components, and a method
 * handle keeps its last conversion, and with it the class loader: Java 17 for ever, 25 until memory
 * is short. Conversions to other types take their place.
 */
final class RecordMethods {
  // before it a URLClassLoader keeps who called its constructor, for a security manager
  private static final int FIRST_WITHOUT_MANAGER = 24;

  private RecordMethods() {}

  /** Takes the place of what was converted last. */
  static void forget() throws Throwable {
    if (Runtime.version().feature() >= FIRST_WITHOUT_MANAGER) {
      // later versions keep types of the JDK in one place, and those of other loaders in another
      ClassLoader empty = new URLClassLoader(new URL[0], null);
      Class<?>[] interfaces = {Runnable.class};
      link(
          Proxy.newProxyInstance(empty, interfaces, (proxy, method, arguments) -> null).getClass());
    }
    link(String.class);
  }

  /** Links the methods of a record of this type that has one component, of this type too. */
  private static void link(Class<?> type) throws Throwable {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandle component = MethodHandles.empty(MethodType.methodType(type, type));
    MethodType hash = MethodType.methodType(int.class, type);
    MethodType equals = MethodType.methodType(boolean.class, type, Object.class);
    ObjectMethods.bootstrap(lookup, "hashCode", hash, type, "any", component);
    ObjectMethods.bootstrap(lookup, "equals", equals, type, "any", component);
  }
}
