package com.acme.process;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/**
 * Starts a known list of child processes; what it prints is the same in every run. Arguments: the
 * directory of the programs, a directory to write to, how many children of the kind "many". The
 * file "starts" there then holds the number of processes that the JDK's own recorder saw, and
 * "nanos" how long five of them took.
 */
public final class ProcessApp {
  private ProcessApp() {}

  public static void main(String[] arguments) throws Exception {
    ChildPrograms children = new ChildPrograms(Path.of(arguments[0]));
    Path scratch = Path.of(arguments[1]);
    ManyChildren many = new ManyChildren(children, Integer.parseInt(arguments[2]));
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      new ChildEnds(children).run();
      new ChildBytes(children, scratch).run();
      many.run();
      Files.writeString(scratch.resolve("nanos"), Long.toString(many.timed()));
      inFlight(children, scratch);
      recording.stop();
      Path file = scratch.resolve("recording.jfr");
      recording.dump(file);
      long starts =
          RecordingFile.readAllEvents(file).stream()
              .filter(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
              .count();
      Files.writeString(scratch.resolve("starts"), Long.toString(starts));
    }
    System.out.println("done");
    System.in.read();
  }

  /** One process that runs until somebody writes a line. */
  private static void inFlight(ChildPrograms children, Path scratch) throws Exception {
    Process process = children.shell("running", "exec sleep 120").start();
    Files.writeString(scratch.resolve("pid"), Long.toString(process.pid()));
    System.out.println("running");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
    ChildPrograms.report("running", process);
  }
}
