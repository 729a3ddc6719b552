package io.heddle.benchmarks.scrape;

import io.heddle.benchmarks.Heap;
import io.heddle.exporter.exposition.Format;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A client that takes an answer and looks at the heap some times on the way: what lives then and
 * did not before is held by the answer. Not thread-safe.
 */
final class StreamedHeap extends OutputStream {
  private static final int LOOKS = 8;

  private final long every;
  private final long before;
  private long taken;
  private long next;
  private long most;

  private StreamedHeap(long every) {
    this.every = every;
    this.next = every / 2;
    this.before = Heap.used();
  }

  /** Returns the most bytes that a scrape of this content holds on the heap while it is written. */
  static long of(ScrapeSubject subject, Format format) throws IOException {
    CountedBytes length = new CountedBytes();
    subject.write(format, length);
    StreamedHeap client = new StreamedHeap(length.count() / LOOKS);
    subject.write(format, client);
    return client.most;
  }

  @Override
  public void write(int b) {
    take(1);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    take(length);
  }

  private void take(int length) {
    taken += length;
    if (taken >= next) {
      next += every;
      most = Math.max(most, Heap.used() - before);
    }
  }
}
