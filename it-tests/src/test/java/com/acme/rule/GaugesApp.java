package com.acme.rule;

import com.acme.harness.Pause;
import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Getters, setters and pairs that gauges are fed from. */
public final class GaugesApp {
  private GaugesApp() {}

  /** States of a breaker. */
  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** Set with an enum, a text or nothing. */
  static final class Breaker {
    final String name;
    @Nullable Object state;

    Breaker(String name) {
      this.name = name;
    }

    void to(@Nullable Object next) {
      state = next;
    }
  }

  /** What is open and what is kept. */
  static final class Sessions {
    final ArrayList<String> kept = new ArrayList<>();
    boolean busy;

    void open(boolean allowed) {
      if (!allowed) {
        throw new IllegalStateException("no session");
      }
    }

    void close() {
      kept.trimToSize();
    }

    int entries() {
      return kept.size();
    }

    void put(String entry) {
      kept.add(entry);
    }

    void take(long bytes) {
      busy = bytes > 0;
    }

    boolean busy() {
      return busy;
    }

    void never() {
      kept.clear();
    }
  }

  public static void main(String[] arguments) throws IOException {
    Sessions sessions = new Sessions();
    Pause.at("nothing");
    for (int i = 0; i < 7; i++) {
      sessions.open(true);
      sessions.put("entry " + i);
    }
    try {
      sessions.open(false);
    } catch (IllegalStateException expected) {
      sessions.close();
    }
    sessions.close();
    sessions.close();
    Breaker first = new Breaker("first");
    Breaker second = new Breaker("second");
    first.to(State.CLOSED);
    second.to("OPEN");
    sessions.take(1000);
    sessions.take(-300);
    if (sessions.entries() + (sessions.busy() ? 1 : 0) == 0) {
      sessions.never();
    }
    Pause.at("closed");
    first.to(State.OPEN);
    Pause.at("open");
    first.to(State.HALF_OPEN);
    second.to(null);
    second.to("BROKEN");
    Pause.at("half");
  }
}
