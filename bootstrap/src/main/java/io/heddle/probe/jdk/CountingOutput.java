package io.heddle.probe.jdk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes that a pipe took; a write that fails counts nothing. Objects of the JDK keep it
 * beyond a detach, so it refers to nothing but the JDK. As thread-safe as the stream behind it.
 */
public final class CountingOutput extends FilterOutputStream {
  private final LongAdder bytes;

  /** Creates a stream that writes to {@code pipe} and adds what it wrote to {@code bytes}. */
  public CountingOutput(OutputStream pipe, LongAdder bytes) {
    super(pipe);
    this.bytes = bytes;
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    bytes.increment();
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    out.write(from, offset, length);
    bytes.add(length);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
