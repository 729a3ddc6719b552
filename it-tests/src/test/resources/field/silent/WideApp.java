package com.acme.silent;

/** Calls three of the many methods of a class that is made by the test. */
public final class WideApp {
  private WideApp() {}

  public static void main(String[] arguments) throws Exception {
    Class<?> wide = Class.forName("com.acme.silent.Wide");
    System.out.println("ready");
    System.in.read();
    for (String name : new String[] {"m1", "m2998", "m2999"}) {
      wide.getDeclaredMethod(name).invoke(null);
    }
    System.out.println("called");
    System.in.read();
  }
}
