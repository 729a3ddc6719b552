package io.heddle.agent.unit;

import java.util.concurrent.atomic.AtomicLong;

/** What went wrong while units were sampled: counted, and said once in a while. Thread-safe. */
final class Mishaps {
  private final Units.Voice voice;
  private final AtomicLong count = new AtomicLong();

  Mishaps(Units.Voice voice) {
    this.voice = voice;
  }

  void happened(String what, Throwable why) {
    count.incrementAndGet();
    try {
      voice.warn("units", what + ": " + why);
    } catch (RuntimeException | Error e) {
      // it is counted; without memory there is no sentence
    }
  }

  /** What another has counted is to be said. */
  void said(String kind, String sentence) {
    voice.warn(kind, sentence);
  }

  long count() {
    return count.get();
  }
}
