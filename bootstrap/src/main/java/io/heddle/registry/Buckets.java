package io.heddle.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Counts by cell of a {@link Grid}, in chunks that come into being with their first observation: a
 * grid has about 430 cells and a method's durations fall into one or two chunks.
 */
final class Buckets {
  static final int CHUNK_BITS = 5;
  static final int CHUNK = 1 << CHUNK_BITS;

  /** Bytes of one chunk: header and cells. */
  static final int CHUNK_BYTES = 16 + CHUNK * Long.BYTES;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[][].class);

  private final long[] @Nullable [] chunks;
  private final Budget budget;

  Buckets(Grid grid, Budget budget) {
    this.chunks = new long[(grid.size() + CHUNK - 1) >> CHUNK_BITS][];
    this.budget = budget;
  }

  static int bytes(Grid grid) {
    return 16 + 24 + ((grid.size() + CHUNK - 1) >> CHUNK_BITS) * 4;
  }

  /** The chunk of a cell; plain read, then the slow way. */
  long[] chunkOf(int cell) {
    long[] chunk = chunks[cell >> CHUNK_BITS];
    return chunk != null ? chunk : grow(cell >> CHUNK_BITS);
  }

  private long[] grow(int slot) {
    long[] fresh = new long[CHUNK];
    Object before = SLOT.compareAndExchange(chunks, slot, (long[]) null, fresh);
    if (before != null) {
      return (long[]) before;
    }
    budget.force(CHUNK_BYTES);
    return fresh;
  }

  /** Adds one; release. For the thread that owns the chunk, and for no other. */
  static void incrementOwned(long[] chunk, int cell) {
    int i = cell & (CHUNK - 1);
    CELL.setRelease(chunk, i, chunk[i] + 1);
  }

  /** Adds one; volatile. For any thread. */
  static void incrementShared(long[] chunk, int cell) {
    CELL.getAndAdd(chunk, cell & (CHUNK - 1), 1L);
  }

  /** Adds what is counted here to {@code into}; acquire. */
  void addTo(CountsRange into) {
    for (int slot = 0; slot < chunks.length; slot++) {
      long[] chunk = (long[]) SLOT.getAcquire(chunks, slot);
      if (chunk == null) {
        continue;
      }
      for (int i = 0; i < CHUNK; i++) {
        long count = (long) CELL.getAcquire(chunk, i);
        if (count != 0) {
          into.add((slot << CHUNK_BITS) + i, count);
        }
      }
    }
  }

  /** Adds the counts of a cell that nobody writes any more. */
  void fold(Buckets from) {
    for (int slot = 0; slot < chunks.length; slot++) {
      long[] chunk = (long[]) SLOT.getAcquire(from.chunks, slot);
      if (chunk == null) {
        continue;
      }
      long[] mine = chunkOf(slot << CHUNK_BITS);
      for (int i = 0; i < CHUNK; i++) {
        CELL.getAndAdd(mine, i, chunk[i]);
      }
    }
  }

  /** Bytes of the chunks that exist. */
  long chunkBytes() {
    long bytes = 0;
    for (int slot = 0; slot < chunks.length; slot++) {
      bytes += SLOT.getAcquire(chunks, slot) == null ? 0 : CHUNK_BYTES;
    }
    return bytes;
  }
}
