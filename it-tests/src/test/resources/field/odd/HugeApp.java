package com.acme.odd;

/** Calls methods of a class that is generated for each length. */
public class HugeApp {
  public static void main(String[] arguments) throws Exception {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += Huge.small(i) + Huge.below(i) + Huge.above(i);
    }
    System.out.println("ready " + sum);
    System.in.read();
  }
}
