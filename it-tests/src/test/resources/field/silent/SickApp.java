package com.acme.silent;

import java.util.concurrent.CompletableFuture;

/** Objects that do not tell what a rule asks for; what they hold must not be shown. */
public final class SickApp {
  private SickApp() {}

  /** One order; its text is nobody's business. */
  public static final class Order {
    public Order next() {
      return this;
    }

    public String angry() {
      throw new IllegalStateException("secret-4711");
    }

    @Override
    public String toString() {
      return "secret-4712";
    }
  }

  static void named(Order order) {}

  static void judged(Order order) {}

  static void printed(Order order) {}

  static void gauged(Object value) {}

  static CompletableFuture<Order> later(Order order) {
    return CompletableFuture.supplyAsync(() -> order);
  }

  static void healthy(String name) {}

  private static void round() throws Exception {
    Order order = new Order();
    named(order);
    judged(order);
    printed(order);
    gauged(order);
    later(order).get();
    healthy("well");
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    for (int i = 0; i < rounds; i++) {
      round();
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      round();
      System.out.println("round");
    }
  }
}
