package io.heddle.exporter.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What became of requests: responses by status, and those that were cut. Thread-safe. */
public final class HttpCounters {
  private static final int[] STATUSES = {200, 302, 400, 403, 404, 405, 431, 500, 503, 505};

  private final Map<Integer, AtomicLong> responses = new ConcurrentHashMap<>();
  private final Map<CloseReason, AtomicLong> cuts = new EnumMap<>(CloseReason.class);

  /** Everything at zero. */
  public HttpCounters() {
    for (int status : STATUSES) {
      responses.put(status, new AtomicLong());
    }
    for (CloseReason reason : CloseReason.values()) {
      cuts.put(reason, new AtomicLong());
    }
  }

  /** A response of this status begins to go out. */
  public void response(int status) {
    responses.computeIfAbsent(status, unknown -> new AtomicLong()).incrementAndGet();
  }

  /** A connection was cut. */
  public void cut(CloseReason reason) {
    AtomicLong count = cuts.get(reason);
    if (count != null) {
      count.incrementAndGet();
    }
  }

  /** Responses by status, those that never were included. */
  public Map<String, Long> responses() {
    Map<String, Long> now = new TreeMap<>();
    responses.forEach((status, count) -> now.put(Integer.toString(status), count.get()));
    return now;
  }

  /** Connections that were cut, by reason, those that never were included. */
  public Map<String, Long> cuts() {
    Map<String, Long> now = new TreeMap<>();
    cuts.forEach((reason, count) -> now.put(reason.label(), count.get()));
    return now;
  }
}
