package com.example.shop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The shop's own code; heddle.yaml names its methods. */
final class Counter implements Work {
  @Override
  public void once(int i) throws Exception {
    price(i);
    try {
      stock(i);
    } catch (IllegalStateException e) {
      // sold out is an answer too
    }
    callTool(i % 3 == 0 ? "search" : "calculator", i);
    checkout().get(1, TimeUnit.SECONDS);
  }

  int price(int i) {
    return ThreadLocalRandom.current().nextInt(100) + i % 10;
  }

  void stock(int i) {
    if (i % 10 == 0) {
      reserve(); // throws: stock() ends without a return of its own
    }
  }

  private static void reserve() {
    throw new IllegalStateException("sold out");
  }

  Result callTool(String tool, int i) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(5));
    return new Result(tool.equals("search") && i % 2 == 0);
  }

  CompletableFuture<String> checkout() {
    return CompletableFuture.supplyAsync(
        () -> "done", CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
  }

  record Result(boolean isError) {}
}
