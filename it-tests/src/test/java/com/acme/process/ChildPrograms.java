package com.acme.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The programs in one directory: links to a shell, one a case, so that each case has a program name
 * of its own.
 */
final class ChildPrograms {
  private final Path directory;

  ChildPrograms(Path directory) {
    this.directory = directory;
  }

  String path(String program) {
    return directory.resolve(program).toString();
  }

  /** The program runs a line of shell. */
  ProcessBuilder shell(String program, String line) {
    return new ProcessBuilder(path(program), "-c", line);
  }

  List<String> command(String program, String line) {
    return new ArrayList<>(List.of(path(program), "-c", line));
  }

  /** What the application sees of an end. */
  static void report(String name, Process process) throws InterruptedException {
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    System.out.println(name + " " + (ended ? process.exitValue() : "did not end"));
  }

  /** Waits until the process has said that it listens to signals. */
  static Process ready(Process process) throws IOException {
    while (process.getInputStream().read() != '\n') {
      // one word and the end of the line
    }
    return process;
  }
}
