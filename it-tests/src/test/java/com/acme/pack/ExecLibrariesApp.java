package com.acme.pack;

import com.acme.harness.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/** Child processes through commons-exec and zt-exec, a known number of each way to end. */
public final class ExecLibrariesApp {
  private ExecLibrariesApp() {}

  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    for (int i = 0; i < 4; i++) {
      commons("/bin/true", 60_000);
    }
    for (int i = 0; i < 3; i++) {
      commons("/bin/false", 60_000);
    }
    for (int i = 0; i < 2; i++) {
      commons("/bin/sleep 60", 300);
    }
    commons("/nonexistent", 60_000);
    for (int i = 0; i < 4; i++) {
      turnaround(60_000, "/bin/true");
    }
    for (int i = 0; i < 3; i++) {
      turnaround(60_000, "/bin/false");
    }
    for (int i = 0; i < 2; i++) {
      turnaround(300, "/bin/sleep", "60");
    }
    canceled();
    Pause.at("after");
    System.exit(0);
  }

  private static void commons(String line, long timeoutMillis) throws IOException {
    ExecuteWatchdog watchdog =
        ExecuteWatchdog.builder().setTimeout(Duration.ofMillis(timeoutMillis)).get();
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setWatchdog(watchdog);
    try {
      System.out.println(line + " " + executor.execute(CommandLine.parse(line)));
    } catch (ExecuteException e) {
      System.out.println(line + " " + e.getExitValue() + " " + watchdog.killedProcess());
    } catch (IOException e) {
      System.out.println(line + " did not start");
    }
  }

  private static void turnaround(long timeoutMillis, String... command) throws Exception {
    try {
      ProcessResult result =
          new ProcessExecutor(command).timeout(timeoutMillis, TimeUnit.MILLISECONDS).execute();
      System.out.println(command[0] + " " + result.getExitValue());
    } catch (java.util.concurrent.TimeoutException e) {
      System.out.println(command[0] + " timed out");
    }
  }

  /** Stopped by the application, with time left. */
  private static void canceled() throws Exception {
    Future<ProcessResult> future = new ProcessExecutor("/bin/sleep", "60").start().getFuture();
    Pause.at("inside");
    future.cancel(true);
    while (ProcessHandle.current().children().findAny().isPresent()) {
      Thread.sleep(10);
    }
    System.out.println("canceled");
  }
}
