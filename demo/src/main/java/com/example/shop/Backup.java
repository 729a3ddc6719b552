package com.example.shop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what the shop wrote, in a child that works for some seconds, and keeps another one at
 * hand that waits for work. Both end when this JVM does: their input ends then.
 */
final class Backup implements Work {
  private static final int PIECES = 60;
  private static final int PIECE = 300_000;
  private static final long PAUSE_MILLIS = 100;

  private final byte[] piece = new byte[PIECE];
  private @Nullable Process waiting;

  @Override
  public void once(int i) throws Exception {
    if (waiting == null || !waiting.isAlive()) {
      waiting = new ProcessBuilder("cat").start();
    }
    Path file = Files.createTempFile("shop", ".gz");
    file.toFile().deleteOnExit(); // the service may end at any time
    try {
      compress(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Not as fast as it can: some third of a processor, and a few MB on the disk. */
  private void compress(Path file) throws Exception {
    Process gzip = new ProcessBuilder("gzip").redirectOutput(file.toFile()).start();
    try (OutputStream in = gzip.getOutputStream()) {
      for (int i = 0; i < PIECES; i++) {
        write(in);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    gzip.waitFor();
  }

  /** Digits, which gzip has to work for. */
  private void write(OutputStream in) throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) ('0' + random.nextInt(10));
    }
    in.write(piece);
  }
}
