package com.acme.api;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Has each of its parts work once for each line of its input. Parts are made before anything else;
 * those with a '+' before their name are made by a loader with copies of its own.
 */
public final class Shop {
  private Shop() {}

  public static void main(String[] arguments) throws Exception {
    List<Callable<?>> parts = new ArrayList<>();
    for (String argument : arguments) {
      boolean copy = argument.startsWith("+");
      ClassLoader loader = copy ? new ChildFirst() : Shop.class.getClassLoader();
      String name = "com.acme.api." + (copy ? argument.substring(1) : argument);
      parts.add((Callable<?>) loader.loadClass(name).getConstructor().newInstance());
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    int number = 0;
    while (in.readLine() != null) {
      StringBuilder answer = new StringBuilder();
      for (Callable<?> part : parts) {
        answer.append(' ').append(part.call());
      }
      System.out.println("#" + ++number + answer);
    }
  }
}
