package io.heddle.agent.os;

/**
 * The figures of one process at one moment. Filled again and again by one thread, so that a reading
 * allocates nothing; a figure that is not known is {@link #UNKNOWN}.
 */
public final class ProcessReading {
  /** Value of a figure that the system did not provide. */
  public static final long UNKNOWN = -1;

  /** Start of the process, in a unit of its source: with the process id, its identity. */
  public long start;

  /** Processor time that all threads of the process have used, in ticks of its source. */
  public long cpuTicks;

  /** Bytes that the process has in memory. */
  public long residentBytes;

  /** Bytes that the process made the system fetch from storage. */
  public long readBytes;

  /** Bytes that the process made the system write to storage. */
  public long writtenBytes;

  /** Creates a reading in which nothing is known. */
  public ProcessReading() {
    clear();
  }

  /** Sets every figure to {@link #UNKNOWN}. */
  public void clear() {
    start = UNKNOWN;
    cpuTicks = UNKNOWN;
    residentBytes = UNKNOWN;
    readBytes = UNKNOWN;
    writtenBytes = UNKNOWN;
  }
}
