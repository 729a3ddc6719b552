package io.heddle.agent.os;

/**
 * What the system told of one process at one moment. Filled again and again by one thread, so that
 * a reading allocates nothing; what is not known is {@link #UNKNOWN}.
 */
public final class ProcessReading {
  /** In the place of a number that the system did not tell. */
  public static final long UNKNOWN = -1;

  /** When it was started, in a unit of the source's: with the process id, its identity. */
  public long start;

  /** Processor time that it has used in all its threads, in ticks of its source. */
  public long cpuTicks;

  /** Bytes that it has in memory. */
  public long residentBytes;

  /** Bytes that it made the system fetch from storage. */
  public long readBytes;

  /** Bytes that it made the system write to storage. */
  public long writtenBytes;

  /** Nothing is known. */
  public ProcessReading() {
    clear();
  }

  /** Forgets everything. */
  public void clear() {
    start = UNKNOWN;
    cpuTicks = UNKNOWN;
    residentBytes = UNKNOWN;
    readBytes = UNKNOWN;
    writtenBytes = UNKNOWN;
  }
}
