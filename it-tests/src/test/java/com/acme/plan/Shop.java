package com.acme.plan;

/** A class that rules name, well and badly. */
public final class Shop {
  /** A thing in the shop. */
  public interface Item {
    String name();
  }

  private int orders;

  public String place(String customer, int count) {
    orders += count;
    return customer + orders;
  }

  public String pack(Item item) {
    return item.name();
  }
}
