package com.acme.generated;

/** A public interface: a proxy of it is in a package of the JDK's choice. */
public interface Pricing extends AutoCloseable {
  int price(String item);

  String name(String item, long number, double weight);

  boolean sell(int... amounts);

  default String greet(String who) {
    return "hello " + who;
  }

  @Override
  void close();
}
