package com.acme.silent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Values behind optionals and in maps of the application's own. */
public final class ShopApp {
  private ShopApp() {}

  record Owner(Optional<String> name, OptionalInt age) {
    @Override
    public String toString() {
      throw new AssertionError("toString was called");
    }
  }

  record Order(Optional<Owner> owner, Map<String, Object> extras, Optional<Boolean> urgent) {}

  /** Knows nothing but its entries. */
  static final class Basket extends AbstractMap<String, Object> {
    private final Map<String, Object> rest = new TreeMap<>(Map.of("color", "red"));

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return rest.entrySet();
    }
  }

  /** A whole map of its own, which makes up what it is asked for. */
  static final class Settings implements Map<String, Object> {
    @Override
    public Object get(Object key) {
      return key.equals("color") ? Optional.of("green") : null;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public boolean containsKey(Object key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean containsValue(Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object put(String key, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object remove(Object key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(Map<? extends String, ?> other) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> keySet() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Collection<Object> values() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      throw new UnsupportedOperationException();
    }
  }

  static Order order(Order order) {
    return order;
  }

  static Optional<Integer> paint(Map<?, ?> map) {
    return map.size() > 1 ? Optional.of(0) : Optional.of(1);
  }

  static void amount(Number number) {}

  static OptionalInt stock(int items) {
    return OptionalInt.of(items);
  }

  public static void main(String[] arguments) throws Exception {
    Owner kim = new Owner(Optional.of("kim"), OptionalInt.of(41));
    order(new Order(Optional.of(kim), new Basket(), Optional.of(true)));
    order(new Order(Optional.of(kim), new Settings(), Optional.of(false)));
    order(new Order(Optional.empty(), Map.of(), Optional.empty()));
    paint(new Basket());
    paint(new Settings());
    paint(new ConcurrentHashMap<>(Map.of("color", "blue", "size", "b")));
    paint(new TreeMap<>(Map.of(1, "a", 2, "b")));
    long begin = System.nanoTime();
    amount(BigInteger.ONE.shiftLeft(8_000_000));
    amount(new BigDecimal(BigInteger.ONE.shiftLeft(8_000_000).negate(), 2_408_230));
    amount(new BigDecimal("12.50"));
    System.out.println("amounts took " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    stock(7);
    System.out.println("ready");
    System.in.read();
  }
}
