package com.acme.process;

import static com.acme.process.ChildPrograms.ready;
import static com.acme.process.ChildPrograms.report;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Every way in which a child process ends, and every way to start one. */
final class ChildEnds {
  private final ChildPrograms children;

  ChildEnds(ChildPrograms children) {
    this.children = children;
  }

  void run() throws Exception {
    exits();
    kills();
    deadlines();
    nothingToRun();
    otherRoads();
  }

  private void exits() throws Exception {
    report("exit0", children.shell("exit0", "exit 0").start());
    report("exit3", children.shell("exit3", "exit 3").start());
    report("listed", children.shell("listed", "exit 7").start());
    report("listed", children.shell("listed", "exit 8").start());
    report("signaled", children.shell("signaled", "kill -9 $$").start());
    report("exit255", children.shell("exit255", "exit 255").start());
  }

  private void kills() throws Exception {
    Process destroyed = sleeper("destroyed");
    destroyed.destroy();
    report("destroyed", destroyed);
    destroyed.destroy(); // too late, and nobody minds
    Process forced = sleeper("forced");
    forced.destroyForcibly();
    report("forced", forced);
    Process handled = sleeper("handled");
    System.out.println("handle " + handled.toHandle().destroy());
    report("handled", handled);
    Process trapped =
        children
            .shell("trapped", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done")
            .start();
    ready(trapped).destroy();
    report("trapped", trapped);
  }

  private void deadlines() throws Exception {
    Process late = sleeper("late");
    System.out.println("late in time: " + late.waitFor(200, TimeUnit.MILLISECONDS));
    late.destroy();
    report("late", late);
    Process deaf = children.shell("deaf", "trap '' TERM; echo ready; exec sleep 60").start();
    ready(deaf);
    System.out.println("deaf in time: " + deaf.waitFor(200, TimeUnit.MILLISECONDS));
    deaf.destroy();
    System.out.println("deaf in grace: " + deaf.waitFor(200, TimeUnit.MILLISECONDS));
    deaf.destroyForcibly();
    report("deaf", deaf);
    Process patient = sleeper("patient");
    System.out.println("patient in time: " + patient.waitFor(50, TimeUnit.MILLISECONDS));
    patient.waitFor(0, TimeUnit.MILLISECONDS);
    patient.toHandle().destroyForcibly();
    report("patient", patient);
    Process future = sleeper("future");
    try {
      future.onExit().get(200, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      System.out.println("future " + e);
    }
    future.destroy();
    report("future", future);
    Process slow = children.shell("slow", "sleep 0.3").start();
    System.out.println("slow in time: " + slow.waitFor(50, TimeUnit.MILLISECONDS));
    report("slow", slow); // nobody killed it
  }

  private Process sleeper(String name) throws IOException {
    return ready(children.shell(name, "echo ready; exec sleep 60").start());
  }

  private void nothingToRun() throws Exception {
    refused(new ProcessBuilder(children.path("missing")));
    refused(children.shell("nowhere", "exit 0").directory(new File("/nonexistent/directory")));
    refused(new ProcessBuilder(List.of()));
    refused(new ProcessBuilder("sh", null));
  }

  private static void refused(ProcessBuilder builder) {
    try {
      builder.start();
    } catch (Exception e) {
      System.out.println(e + " caused by " + e.getCause());
    }
  }

  private void otherRoads() throws Exception {
    List<Process> pipeline =
        ProcessBuilder.startPipeline(
            List.of(children.shell("first", "echo piped"), children.shell("last", "cat")));
    try (InputStream in = pipeline.get(1).getInputStream()) {
      System.out.print("pipeline " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    report("first", pipeline.get(0));
    report("last", pipeline.get(1));
    runtime();
    children.shell("forgotten", "exit 0").start();
  }

  @SuppressWarnings("deprecation") // three of the overloads are, and applications call them
  private void runtime() throws Exception {
    Runtime runtime = Runtime.getRuntime();
    File here = new File("/");
    String[] environment = {"A=b"};
    String line = children.path("runtime") + " -c exit";
    String[] words = {children.path("runtime"), "-c", "exit 0"};
    report("runtime", runtime.exec(line));
    report("runtime", runtime.exec(line, environment));
    report("runtime", runtime.exec(line, environment, here));
    report("runtime", runtime.exec(words));
    report("runtime", runtime.exec(words, environment));
    report("runtime", runtime.exec(words, environment, here));
  }
}
