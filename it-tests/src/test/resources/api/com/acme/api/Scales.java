package com.acme.api;

import io.heddle.api.Heddle;
import io.heddle.api.Histogram;
import io.heddle.api.StageTimer;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Histograms and stages. */
public final class Scales implements Callable<String> {
  private final Histogram baskets =
      Heddle.histogram("shop_basket_euros", "Baskets.", new double[] {1, 10}, "kind");

  @Override
  public String call() {
    Histogram books = baskets.labels("book");
    books.observe(.5);
    books.observe(1);
    books.observe(5);
    books.observe(100);
    books.observe(Double.NaN);
    books.observe(Double.POSITIVE_INFINITY);
    StageTimer.time("weigh", () -> books.observe(-2));
    try {
      return "scales " + StageTimer.time("pack", this::pack);
    } catch (IOException e) {
      return "scales " + e.getMessage();
    }
  }

  private int pack() throws IOException {
    throw new IOException("full");
  }
}
