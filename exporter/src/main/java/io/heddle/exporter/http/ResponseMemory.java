package io.heddle.exporter.http;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits the bytes that all responses hold together while they are made and sent. A response that
 * finds no room waits for up to a second, in turn; meanwhile, one whose client takes nothing is
 * ended. A response that is alone always has room, even if it needs more than the limit.
 * Thread-safe.
 */
public final class ResponseMemory {
  private static final long SECOND = 1_000_000_000L;

  /**
   * Longest wait for room: long beside the 50 ms of a scrape, short beside the 10 s after which
   * scrapers give up.
   */
  private static final long WAIT_NANOS = SECOND;

  /**
   * Time after which a client that takes nothing is stalled. A client that takes 32 KB a second,
   * and does not fill its own buffers, is not.
   */
  private static final long STALL_NANOS = SECOND;

  private static final long CHECK_MILLIS = 50;

  /** The response, with its connection, that holds claimed bytes. */
  public interface Holder {
    /** Returns how long the client has taken nothing; 0 while the server renders. */
    long stalledNanos();

    /** Ends the response; its claim is released soon after. */
    void evict();
  }

  private final long limit;
  // guarded by this
  private final Set<Claim> claims = new LinkedHashSet<>();
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();
  private long taken;

  /**
   * Creates the memory of one server.
   *
   * @param limit in bytes
   */
  public ResponseMemory(long limit) {
    this.limit = limit;
  }

  /**
   * Claims bytes, waiting for room if need be.
   *
   * @return null if there is no room within a second
   */
  public synchronized @Nullable Claim claim(long bytes, Holder holder) throws InterruptedException {
    Object ticket = new Object();
    long deadline = System.nanoTime() + WAIT_NANOS;
    waiting.add(ticket);
    try {
      while (waiting.peek() != ticket || !fits(bytes, 0)) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return null;
        }
        if (waiting.peek() == ticket) {
          evictStalled(bytes);
        }
        wait(Math.min(left, CHECK_MILLIS));
      }
      Claim claim = new Claim(bytes, holder);
      claims.add(claim);
      taken += bytes;
      return claim;
    } finally {
      waiting.remove(ticket);
      notifyAll();
    }
  }

  private boolean fits(long bytes, long evictedBytes) {
    return taken - evictedBytes + bytes <= limit || claims.isEmpty();
  }

  /** Ends the response whose client is stalled longest, unless enough evicted ones end already. */
  private void evictStalled(long bytes) {
    long evictedBytes = 0;
    long longest = STALL_NANOS;
    Claim victim = null;
    for (Claim claim : claims) {
      long stalled = claim.evicted ? 0 : claim.holder.stalledNanos();
      evictedBytes += claim.evicted ? claim.bytes : 0;
      if (stalled > longest) {
        longest = stalled;
        victim = claim;
      }
    }
    if (victim != null && !fits(bytes, evictedBytes)) {
      victim.evicted = true;
      victim.holder.evict();
    }
  }

  /** Returns the bytes that are taken now. */
  public synchronized long taken() {
    return taken;
  }

  private synchronized void release(Claim claim) {
    if (claims.remove(claim)) {
      taken -= claim.bytes;
      notifyAll();
    }
  }

  /** A number of bytes that one response has taken. */
  public final class Claim {
    private final long bytes;
    private final Holder holder;
    private boolean evicted;

    private Claim(long bytes, Holder holder) {
      this.bytes = bytes;
      this.holder = holder;
    }

    /** Gives the bytes back; later calls do nothing. */
    public void release() {
      ResponseMemory.this.release(this);
    }
  }
}
