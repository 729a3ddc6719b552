package com.example.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Agents that work for customers, with sessions, a memory and a breaker; heddle.yaml names its
 * methods.
 */
final class Agents implements Work {
  /** Whether the model may be asked. */
  enum Breaker {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final List<String> memory = new ArrayList<>();
  private int sessions;
  private Breaker breaker = Breaker.CLOSED;

  @Override
  public void once(int i) throws Exception {
    open();
    if (i % 4 == 0 || sessions > 5) {
      close();
    }
    receive(i);
    breaker(Breaker.values()[i / 10 % 3]);
  }

  /** A message of a customer. */
  void receive(int number) throws InterruptedException {
    orchestrate(number);
  }

  boolean orchestrate(int number) throws InterruptedException {
    phase("plan");
    try {
      agent(number);
    } catch (IllegalStateException e) {
      return false; // another one will do
    }
    phase("answer");
    remember("message " + number);
    return recall("message").size() > number % 3;
  }

  void phase(String name) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(name.length()));
  }

  void agent(int number) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(20));
    if (number % 6 == 0) {
      throw new IllegalStateException("no answer");
    }
  }

  void remember(String what) {
    memory.add(what);
    if (memory.size() > 100) {
      memory.clear();
    }
  }

  List<String> recall(String what) {
    return memory.stream().filter(entry -> entry.startsWith(what)).toList();
  }

  void open() {
    sessions++;
  }

  void close() {
    sessions--;
  }

  void breaker(Breaker next) {
    breaker = next;
  }

  Breaker breaker() {
    return breaker;
  }
}
