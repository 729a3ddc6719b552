package io.heddle.agent.cli;

import io.heddle.agent.cli.attach.JvmLine;
import io.heddle.agent.cli.attach.RunningJvms;
import io.heddle.agent.cli.attach.TargetVm;
import io.heddle.agent.cli.console.Arguments;
import io.heddle.agent.cli.console.CommandException;
import io.heddle.agent.cli.console.Console;
import io.heddle.agent.cli.console.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Prints the JVMs of this user and whether Heddle is in each; asks each for 1 s at most. */
final class ListCommand implements Command {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int THREADS = 4;

  @Override
  public int run(List<String> arguments, Console console) throws CommandException {
    Arguments.requireCount(arguments, 0, "list takes no argument.");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("PID", "MAIN CLASS", "JAVA", "HEDDLE"));
    for (JvmLine jvm : survey()) {
      rows.add(List.of(Long.toString(jvm.pid()), jvm.mainClass(), jvm.java(), jvm.heddle()));
    }
    TextTable.lines(rows).forEach(console::print);
    return 0;
  }

  private static List<JvmLine> survey() throws CommandException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, ListCommand::daemon);
    try {
      List<Future<JvmLine>> answers = new ArrayList<>();
      for (Map.Entry<Long, String> jvm : RunningJvms.commands().entrySet()) {
        if (jvm.getKey() != ProcessHandle.current().pid()) {
          answers.add(threads.submit(() -> ask(jvm.getKey(), jvm.getValue())));
        }
      }
      List<JvmLine> lines = new ArrayList<>();
      for (Future<JvmLine> answer : answers) {
        lines.add(answer.get());
      }
      lines.sort(Comparator.comparingLong(JvmLine::pid));
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("list was interrupted.");
    } catch (ExecutionException e) {
      throw CommandException.failed("list failed: " + e.getCause() + ".");
    } finally {
      threads.shutdown();
    }
  }

  private static JvmLine ask(long pid, String command) {
    try {
      return JvmLine.of(pid, new TargetVm(pid, LIMIT).properties());
    } catch (CommandException e) {
      return JvmLine.unknown(pid, command);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "heddle-list");
    thread.setDaemon(true);
    return thread;
  }
}
