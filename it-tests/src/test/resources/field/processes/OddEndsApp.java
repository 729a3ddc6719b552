package com.acme.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;

/**
 * Children that are killed in every way and answer with an exit code of their own; the name of each
 * says what it is. The argument is an empty directory.
 */
public final class OddEndsApp {
  private final Path directory;

  private OddEndsApp(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    OddEndsApp app = new OddEndsApp(Path.of(arguments[0]));
    Process trap = app.trapping("trap", 0);
    trap.waitFor(20, TimeUnit.MILLISECONDS);
    trap.destroy();
    ended(trap, 0);
    Process handle = app.trapping("handle", 0);
    handle.waitFor(20, TimeUnit.MILLISECONDS);
    handle.toHandle().destroy();
    ended(handle, 0);
    Process early = app.trapping("early", 0);
    early.destroy();
    ended(early, 0);
    Process forced = app.trapping("forced", 0);
    forced.waitFor(20, TimeUnit.MILLISECONDS);
    forced.destroyForcibly();
    ended(forced, 137);
    Process agreed = app.trapping("agreed", 7); // a success by the configuration
    agreed.waitFor(20, TimeUnit.MILLISECONDS);
    agreed.destroy();
    ended(agreed, 7);
    Process seven = app.trapping("seven", 7);
    seven.waitFor(20, TimeUnit.MILLISECONDS);
    seven.destroy();
    ended(seven, 7);
    Process grace = app.trapping("grace", 3); // killed with time left, then waited for in vain
    grace.destroy();
    grace.waitFor(1, TimeUnit.NANOSECONDS);
    ended(grace, 3);
    Process outside = new ProcessBuilder(app.program("outside"), "-c", "kill -9 $$").start();
    ended(outside, 137);
    app.watched("dog", 0);
    app.watched("bitten", 5);
    System.out.println("ready");
    System.in.read();
  }

  private String program(String name) throws IOException {
    Path link = directory.resolve(name);
    Files.createSymbolicLink(link, Path.of("/bin/sh"));
    return link.toString();
  }

  private static String trap(int status) {
    return "trap 'exit " + status + "' TERM; echo; while :; do sleep 0.05; done";
  }

  /** A child that is ready to be killed. */
  private Process trapping(String name, int status) throws IOException {
    Process process = new ProcessBuilder(program(name), "-c", trap(status)).start();
    process.getInputStream().read();
    return process;
  }

  private static void ended(Process process, int status) throws InterruptedException {
    int is = process.waitFor();
    if (is != status) {
      throw new AssertionError(process + " has ended with " + is);
    }
  }

  /** One that is killed by a watchdog of commons-exec. */
  private void watched(String name, int status) throws IOException {
    CommandLine command = new CommandLine(program(name));
    command.addArgument("-c").addArgument(trap(status), false);
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setExitValues(null);
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(Duration.ofMillis(700)).get();
    executor.setWatchdog(watchdog);
    try {
      System.out.println(name + " " + executor.execute(command));
    } catch (ExecuteException e) {
      System.out.println(name + " " + e.getExitValue());
    }
  }
}
