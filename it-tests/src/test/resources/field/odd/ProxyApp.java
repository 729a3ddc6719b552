package com.acme.odd;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Does what Spring does with an interface of a library. */
public class ProxyApp {
  public static void main(String[] arguments) throws Exception {
    InvocationHandler handler = (proxy, method, values) -> null;
    for (String name : arguments) {
      Class<?> type = Class.forName(name);
      Object proxy =
          Proxy.newProxyInstance(ProxyApp.class.getClassLoader(), new Class<?>[] {type}, handler);
      System.out.println("ok " + name + " " + type.isInstance(proxy));
    }
    System.out.println("ready");
    System.in.read();
  }
}
