package com.acme.rule;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A machine that takes its time to come up, and whose stages are methods. */
public final class Vm {
  private final String image;
  private Process process;

  private Vm(String image) {
    this.image = image;
  }

  /** A machine that is up; {@code broken} cannot be made. */
  public static Vm create(String image) throws IOException {
    Vm vm = new Vm(image);
    vm.directories();
    vm.prepare();
    Pauses.of(20); // nobody's stage
    vm.start();
    return vm;
  }

  /** The same, later. */
  public static CompletableFuture<Vm> createLater(String image) {
    return CompletableFuture.supplyAsync(
        () -> {
          Pauses.of(50);
          return new Vm(image);
        });
  }

  /** The name of its image. */
  public String image() {
    return image;
  }

  private void directories() {
    Pauses.of(10);
  }

  private void prepare() throws IOException {
    pull();
    Pauses.of(10);
    if (image.equals("broken")) {
      throw new IOException("no such image");
    }
  }

  private void pull() {
    Pauses.of(40);
  }

  private void start() throws IOException {
    spawn();
    awaitGuest();
  }

  private void spawn() throws IOException {
    process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
  }

  private void awaitGuest() {
    Pauses.of(30);
  }

  /** The process that it is. */
  public Process process() {
    return process;
  }

  /** Runs a command, whose status it returns. */
  public int run(byte[] command) throws IOException {
    if (command.length == 0) {
      throw new IOException("nothing to run");
    }
    return command[0];
  }

  /** Writes to its console. */
  public int write(byte[] bytes) {
    return bytes.length;
  }

  /** Ends it. */
  public void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
