package com.acme.generated;

/** The class that others stand in for; it counts its own calls. */
public class Shop implements Pricing, Hidden {
  /** Calls that reached a method of this class. */
  public int calls;

  @Override
  public int price(String item) {
    calls++;
    return item.length();
  }

  @Override
  public String name(String item, long number, double weight) {
    calls++;
    return item + number + weight;
  }

  @Override
  public boolean sell(int... amounts) {
    calls++;
    if (amounts.length == 0) {
      throw new IllegalArgumentException("nothing to sell");
    }
    return amounts[0] > 1;
  }

  @Override
  public byte[] image(Object[] parts, char kind) {
    calls++;
    return new byte[] {(byte) kind, (byte) parts.length};
  }

  @Override
  public void close() {
    calls++;
  }
}
