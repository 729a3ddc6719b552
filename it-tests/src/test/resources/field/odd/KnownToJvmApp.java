package com.acme.odd;

import java.lang.reflect.Method;
import java.security.AccessController;
import java.security.PrivilegedAction;

/** Uses what HotSpot knows by the frames of its methods. */
public class KnownToJvmApp {
  private static int privileged;
  private static Object key;
  private static Method get;
  private static int seen;

  @SuppressWarnings("removal")
  private static Object privileged() {
    return AccessController.doPrivileged(
        (PrivilegedAction<Object>)
            () -> {
              privileged++;
              return AccessController.getContext();
            });
  }

  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  private static void bound() {
    try {
      endless(0);
    } catch (StackOverflowError e) {
      // the value must be there afterwards
    }
    try {
      seen += "value".equals(get.invoke(key)) ? 1 : 0;
    } catch (ReflectiveOperationException e) {
      System.out.println(e);
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 200_000; i++) {
      privileged();
    }
    if (Runtime.version().feature() >= 25) {
      Class<?> type = Class.forName("java.lang.ScopedValue");
      key = type.getMethod("newInstance").invoke(null);
      get = type.getMethod("get");
      for (int i = 0; i < 20; i++) {
        Object carrier = type.getMethod("where", type, Object.class).invoke(null, key, "value");
        Class.forName("java.lang.ScopedValue$Carrier")
            .getMethod("run", Runnable.class)
            .invoke(carrier, (Runnable) KnownToJvmApp::bound);
      }
      System.out.println("bound " + seen);
    }
    Thread thread = new Thread(() -> System.out.println("a thread"));
    thread.start();
    thread.join();
    System.out.println("privileged " + privileged);
    System.out.println("ready");
    System.in.read();
  }
}
