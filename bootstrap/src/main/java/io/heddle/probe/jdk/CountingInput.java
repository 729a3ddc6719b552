package io.heddle.probe.jdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes that leave a pipe. Objects of the JDK keep it beyond a detach, so it refers to
 * nothing but the JDK. As thread-safe as the stream behind it.
 */
public final class CountingInput extends FilterInputStream {
  private final LongAdder bytes;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Creates a stream that reads from {@code pipe} and adds what it reads to {@code bytes}. */
  public CountingInput(InputStream pipe, LongAdder bytes) {
    super(pipe);
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      bytes.increment();
    }
    return value;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = in.read(into, from, length);
    if (count > 0) {
      bytes.add(count);
    }
    return count;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long count = in.skip(wanted);
    if (count > 0) {
      bytes.add(count);
    }
    return count;
  }

  /** Counts the bytes left in the pipe, since they cannot be read afterwards; then closes it. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      countUnread();
    }
    in.close();
  }

  private void countUnread() {
    try {
      int unread = in.available();
      if (unread > 0) {
        bytes.add(unread);
      }
    } catch (IOException e) {
      // already closed underneath: nothing is unread
    }
  }
}
