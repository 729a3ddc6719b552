package io.heddle.benchmarks.scrape;

import io.heddle.exporter.exposition.Format;
import java.io.IOException;
import java.io.OutputStream;

/** A library's registry with the content of a {@link ScrapeShape}. */
interface ScrapeSubject {
  /** Returns the name of the library, and what its histograms keep. */
  String name();

  /** Returns true if the library writes all that it keeps in this format. */
  boolean writes(Format format);

  /** Collects and writes everything, without a network; does not close the stream. */
  void write(Format format, OutputStream out) throws IOException;
}
