package io.heddle.exporter.http;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts responses by status, and connections that were cut by reason. Thread-safe. */
public final class HttpCounters {
  /** The reason why a connection was closed before its client had the whole response. */
  public enum CloseReason {
    /** The connection made way for another connection or response. */
    EVICTED,
    /** The client took too long to send a request or to take a response. */
    DEADLINE,
    /** The client left before it had the whole response. */
    CLIENT_GONE,
    /** Something failed while the response went out. */
    FAILED,
    /** Too many responses were being rendered: this one waited too long between two chunks. */
    NO_TURN,
    /** All connections were busy: this one was closed without a response. */
    NO_ROOM;

    /** Returns the value of the label {@code reason}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int[] STATUSES = {200, 302, 400, 403, 404, 405, 431, 500, 503, 505};

  private final Map<Integer, AtomicLong> responses = new ConcurrentHashMap<>();
  private final Map<CloseReason, AtomicLong> cuts = new EnumMap<>(CloseReason.class);

  /** Creates counters that are all at zero. */
  public HttpCounters() {
    for (int status : STATUSES) {
      responses.put(status, new AtomicLong());
    }
    for (CloseReason reason : CloseReason.values()) {
      cuts.put(reason, new AtomicLong());
    }
  }

  /** Counts a response with this status, which begins to go out. */
  public void response(int status) {
    responses.computeIfAbsent(status, unknown -> new AtomicLong()).incrementAndGet();
  }

  /** Counts a connection that was cut. */
  public void cut(CloseReason reason) {
    AtomicLong count = cuts.get(reason);
    if (count != null) {
      count.incrementAndGet();
    }
  }

  /** Returns the number of responses by status, including statuses that never occurred. */
  public Map<String, Long> responses() {
    Map<String, Long> counts = new TreeMap<>();
    responses.forEach((status, count) -> counts.put(Integer.toString(status), count.get()));
    return counts;
  }

  /** Returns the number of cut connections by reason, including reasons that never occurred. */
  public Map<String, Long> cuts() {
    Map<String, Long> counts = new TreeMap<>();
    cuts.forEach((reason, count) -> counts.put(reason.label(), count.get()));
    return counts;
  }
}
