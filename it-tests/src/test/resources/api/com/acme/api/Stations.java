package com.acme.api;

import io.heddle.api.BoxNetwork;
import io.heddle.api.StageTimer;
import java.util.concurrent.Callable;

/** A longer work with stages, and a box whose network the application knows. */
public final class Stations implements Callable<String> {
  @Override
  public String call() throws Exception {
    open("station");
    BoxNetwork.provide("station", new Wires());
    BoxNetwork.provide("nobody", new Wires());
    return work();
  }

  private void open(String id) {}

  private String work() throws Exception {
    StageTimer.time("plan", () -> pause(20));
    int done = StageTimer.time("act", () -> 1 + pause(30));
    pause(10);
    return "worked " + done;
  }

  private static int pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  /** Counts what it is asked; does not know of errors, and fails when asked for connections. */
  private static final class Wires implements BoxNetwork {
    private long asked;

    @Override
    public Long bytesSent() {
      return 1000 + ++asked;
    }

    @Override
    public Long bytesReceived() {
      return 7L;
    }

    @Override
    public Long tcpConnections() {
      throw new IllegalStateException("nobody knows");
    }

    @Override
    public Long tcpErrors() {
      return null;
    }
  }
}
