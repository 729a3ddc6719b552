package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Counts by cell of a {@link BucketLayout}, in chunks that are made at their first observation: a
 * layout has about 430 cells and a method's durations fall into one or two chunks.
 */
public final class BucketCounts {
  static final int CHUNK_BITS = 5;
  static final int CHUNK = 1 << CHUNK_BITS;

  /** Bytes of one chunk: header and cells. */
  static final int CHUNK_BYTES = 16 + CHUNK * Long.BYTES;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[][].class);

  private final long[] @Nullable [] chunks;
  private final Budget budget;
  private boolean prepaid;

  /** Creates empty counts; if {@code prepaid}, the budget has paid for the first chunk. */
  public BucketCounts(BucketLayout grid, Budget budget, boolean prepaid) {
    this.chunks = new long[(grid.size() + CHUNK - 1) >> CHUNK_BITS][];
    this.budget = budget;
    this.prepaid = prepaid;
  }

  /** Returns the bytes of one object of this class, without its chunks. */
  public static int bytes(BucketLayout grid) {
    return 16 + 24 + ((grid.size() + CHUNK - 1) >> CHUNK_BITS) * 4;
  }

  /** Returns the chunk of a cell by a plain read, or else makes it; null beyond the budget. */
  long @Nullable [] chunkOf(int cell) {
    long[] chunk = chunks[cell >> CHUNK_BITS];
    if (chunk == null && pay()) {
      chunk = grow(cell >> CHUNK_BITS);
    }
    return chunk;
  }

  /** Returns the chunk of a cell, made above the budget if necessary. */
  public long[] forceChunkOf(int cell) {
    long[] chunk = chunkOf(cell);
    if (chunk == null) {
      budget.force(CHUNK_BYTES);
      chunk = grow(cell >> CHUNK_BITS);
    }
    return chunk;
  }

  private synchronized boolean pay() {
    if (prepaid) {
      prepaid = false;
      return true;
    }
    return budget.take(CHUNK_BYTES);
  }

  private long[] grow(int slot) {
    long[] fresh = new long[CHUNK];
    Object before = SLOT.compareAndExchange(chunks, slot, (long[]) null, fresh);
    if (before != null) {
      budget.giveBack(CHUNK_BYTES);
      return (long[]) before;
    }
    return fresh;
  }

  /** Adds one; release. Called by the thread that owns the chunk only. */
  static void incrementOwned(long[] chunk, int cell) {
    int i = cell & (CHUNK - 1);
    CELL.setRelease(chunk, i, chunk[i] + 1);
  }

  /** Adds one; volatile. Called by any thread. */
  public static void incrementShared(long[] chunk, int cell) {
    CELL.getAndAdd(chunk, cell & (CHUNK - 1), 1L);
  }

  /** Returns the count of one cell; acquire. */
  long at(int cell) {
    long[] chunk = (long[]) SLOT.getAcquire(chunks, cell >> CHUNK_BITS);
    return chunk == null ? 0 : (long) CELL.getAcquire(chunk, cell & (CHUNK - 1));
  }

  /** Adds what is counted here to {@code into}; acquire. */
  public void addTo(BucketAccumulator into) {
    addTo(into, 0, 0);
  }

  /** Adds what is counted here, and for one cell at least so much as is known of it. */
  void addTo(BucketAccumulator into, int known, long least) {
    for (int slot = 0; slot < chunks.length; slot++) {
      long[] chunk = (long[]) SLOT.getAcquire(chunks, slot);
      if (chunk == null) {
        continue;
      }
      for (int i = 0; i < CHUNK; i++) {
        int cell = (slot << CHUNK_BITS) + i;
        long read = (long) CELL.getAcquire(chunk, i);
        long count = cell == known ? Math.max(read, least) : read;
        if (count != 0) {
          into.add(cell, count);
        }
      }
    }
  }

  /** Adds the counts of buckets that are no longer written. */
  void fold(BucketCounts from) {
    for (int slot = 0; slot < chunks.length; slot++) {
      long[] chunk = (long[]) SLOT.getAcquire(from.chunks, slot);
      if (chunk == null) {
        continue;
      }
      long[] mine = forceChunkOf(slot << CHUNK_BITS);
      for (int i = 0; i < CHUNK; i++) {
        CELL.getAndAdd(mine, i, chunk[i]);
      }
    }
  }

  /** Returns the bytes of the chunks that exist or have been paid for. */
  synchronized long chunkBytes() {
    long bytes = prepaid ? CHUNK_BYTES : 0;
    for (int slot = 0; slot < chunks.length; slot++) {
      bytes += SLOT.getAcquire(chunks, slot) == null ? 0 : CHUNK_BYTES;
    }
    return bytes;
  }
}
