package io.heddle.agent.cli.attach;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import io.heddle.agent.cli.console.CommandException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The JVMs that this user may see. */
public final class RunningJvms {
  private RunningJvms() {}

  /**
   * Returns the commands of all JVMs by process id, this one too: main class or jar, then
   * arguments; an empty text if unknown.
   *
   * @throws CommandException if this Java cannot find out
   */
  public static Map<Long, String> commands() throws CommandException {
    if (AttachChannel.isJdkAttachHere()) {
      return JdkList.commands();
    }
    AttachChannel.factory();
    return commandsInPerfData();
  }

  static Map<Long, String> commandsInPerfData() throws CommandException {
    try {
      Map<Long, String> commands = new TreeMap<>();
      for (long pid : PerfData.running()) {
        commands.put(pid, PerfData.of(pid).command());
      }
      return commands;
    } catch (IOException e) {
      throw CommandException.failed("list failed: " + e + ".");
    }
  }

  /** The JDK's own list; a class of its own, since the module may be missing. */
  private static final class JdkList {
    static Map<Long, String> commands() {
      Map<Long, String> commands = new TreeMap<>();
      for (VirtualMachineDescriptor jvm : VirtualMachine.list()) {
        commands.put(Long.parseLong(jvm.id()), jvm.displayName());
      }
      return commands;
    }
  }
}
