package io.heddle.benchmarks.scrape;

import java.io.OutputStream;

/** A client that takes everything and counts bytes only. Not thread-safe. */
final class CountedBytes extends OutputStream {
  private long count;

  @Override
  public void write(int b) {
    count++;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    count += length;
  }

  long count() {
    return count;
  }
}
