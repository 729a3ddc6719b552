package io.heddle.agent.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Limits the warnings that are logged: each sentence at most once a minute, and of each kind {@link
 * #MOST} different ones. Those that are left out are counted, and their number is logged.
 * Thread-safe.
 */
final class WarningLimiter {
  /** Maximum number of different sentences of a kind within a minute. */
  static final int MOST = 10;

  /** Maximum number of kinds; warnings of any further kind share one. */
  private static final int MOST_KINDS = 50;

  private static final long MINUTE = 60_000_000_000L;
  private static final String OTHERS = "others";

  private final Map<String, Kind> kinds = new HashMap<>();
  private long left;

  /** The warnings of one kind within the last minute. */
  private static final class Kind {
    final Map<String, Long> saidAt = new HashMap<>();
    long leftOut;
    long leftOutSince;

    // no lambda: to link one takes more stack than the thread that is warned about may have
    void forget(long now) {
      Iterator<Long> all = saidAt.values().iterator();
      while (all.hasNext()) {
        if (now - all.next() >= MINUTE) {
          all.remove();
        }
      }
    }
  }

  /**
   * Returns the lines to log now for this warning; none if it is left out.
   *
   * @param now time of {@link System#nanoTime}
   */
  synchronized List<String> of(String kind, String text, long now) {
    String known = kinds.containsKey(kind) || kinds.size() < MOST_KINDS ? kind : OTHERS;
    Kind warned = kinds.get(known);
    if (warned == null) {
      warned = new Kind();
      kinds.put(known, warned);
    }
    warned.forget(now);
    List<String> lines = new ArrayList<>(2);
    if (now - warned.leftOutSince >= MINUTE) {
      tell(known, warned, lines);
    }
    if (warned.saidAt.containsKey(text)) {
      left++;
    } else if (warned.saidAt.size() < MOST) {
      warned.saidAt.put(text, now);
      lines.add(text);
    } else {
      if (warned.leftOut == 0) {
        warned.leftOutSince = now;
      }
      warned.leftOut++;
      left++;
    }
    return lines;
  }

  /** Returns the lines about warnings that were left out, once their minute is over. */
  synchronized List<String> overdue(long now) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Kind> one : kinds.entrySet()) {
      if (now - one.getValue().leftOutSince >= MINUTE) {
        tell(one.getKey(), one.getValue(), lines);
      }
    }
    return lines;
  }

  private static void tell(String kind, Kind warned, List<String> into) {
    if (warned.leftOut > 0) {
      into.add(
          warned.leftOut
              + " more warnings about "
              + kind
              + " were left out within a minute, the first "
              + MOST
              + " were said");
      warned.leftOut = 0;
    }
  }

  /** Returns the number of warnings that were left out, repetitions within a minute included. */
  synchronized long left() {
    return left;
  }
}
