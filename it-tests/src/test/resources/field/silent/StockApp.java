package com.acme.silent;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collections of the JDK whose classes nobody else may touch. */
public final class StockApp {
  private StockApp() {}

  static Map<String, Object> sell(Map<String, Object> items) {
    return items;
  }

  static int count(List<String> names) {
    return names.size();
  }

  static Map.Entry<String, Integer> first(Map.Entry<String, Integer> entry) {
    return entry;
  }

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 3; i++) {
      sell(Map.of("k", "v"));
      sell(Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1, "b", 2))));
      count(List.of("x", "y", "z"));
      count(Arrays.asList("x", "y"));
      first(Map.entry("left", 7));
    }
    System.out.println("ready");
    System.in.read();
  }
}
