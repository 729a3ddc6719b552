package io.heddle.exporter.report;

import java.io.IOException;

/** The samples of one unit, more than fit into memory perhaps. */
public interface UnitSamples {
  /**
   * Hands over each sample, oldest first. The sink waits for the client: no lock may be held.
   *
   * @throws IOException what the sink throws, or if the samples cannot be read
   */
  void writeTo(Sink sink) throws IOException;

  /** Takes samples in their order. */
  interface Sink {
    /**
     * Takes the next one.
     *
     * @throws IOException if it cannot: the rest is not wanted
     */
    void take(SampleReport sample) throws IOException;
  }
}
