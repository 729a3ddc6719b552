package com.acme.api;

import io.heddle.api.Counter;
import io.heddle.api.Heddle;
import java.util.concurrent.Callable;

/** Two copies of the api cannot know that the other has this counter with another label. */
public final class Clash implements Callable<String> {
  private final Counter clash =
      Heddle.counter(
          "shop_clash_total",
          "Clash.",
          getClass().getClassLoader() == ClassLoader.getSystemClassLoader() ? "first" : "second");

  @Override
  public String call() {
    clash.labels("x").increment();
    clash.labels("y").increment();
    return "clash";
  }
}
