package io.heddle.exporter.report;

import java.io.IOException;

/** The samples of one unit, which may be more than fit into memory. */
public interface UnitSamples {
  /**
   * Passes each sample to the sink, oldest first. The sink waits for the client: no lock may be
   * held.
   *
   * @throws IOException what the sink throws, or if the samples cannot be read
   */
  void writeTo(Sink sink) throws IOException;

  /** Takes samples in their order. */
  interface Sink {
    /**
     * Takes the next sample.
     *
     * @throws IOException if it cannot: the rest is not wanted
     */
    void take(UnitSample sample) throws IOException;
  }
}
