package com.example.shop;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** Child processes that succeed, fail, time out, are killed, or do not exist. */
final class Children implements Work {
  @Override
  public void once(int i) throws Exception {
    run("true");
    run("sh", "-c", "echo a line from a child; exit " + (i % 4 == 0 ? 3 : 0));
    Process cat = new ProcessBuilder("cat").start();
    try (OutputStream in = cat.getOutputStream()) {
      in.write(new byte[1000]);
    }
    cat.getInputStream().readAllBytes();
    cat.waitFor();
    if (i % 5 == 0) {
      outOfTime();
      unwanted();
    }
    if (i % 7 == 0) {
      absent();
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
  }

  private static void outOfTime() throws Exception {
    Process slow = new ProcessBuilder("sleep", "30").start();
    if (!slow.waitFor(100, TimeUnit.MILLISECONDS)) {
      slow.destroy();
    }
    slow.waitFor();
  }

  private static void unwanted() throws Exception {
    Process unwanted = new ProcessBuilder("sleep", "30").start();
    unwanted.destroyForcibly();
    unwanted.waitFor();
  }

  private static void absent() {
    try {
      new ProcessBuilder("/nonexistent/program").start();
    } catch (IOException e) {
      // there is no such program
    }
  }
}
