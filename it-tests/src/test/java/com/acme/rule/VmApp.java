package com.acme.rule;

import com.acme.harness.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates three machines that come up, one of them later, and one that does not; runs five commands
 * of which two fail, stops one. Tells how long the creation of the first took, by its own clock, in
 * a file that its argument names.
 */
public final class VmApp {
  private VmApp() {}

  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    long begin = System.nanoTime();
    Vm first = Vm.create("alpine");
    Files.writeString(Path.of(arguments[0]), Long.toString(System.nanoTime() - begin));
    Vm second = Vm.create("alpine");
    Vm later = Vm.createLater("debian").join();
    try {
      Vm.create("broken");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    for (byte[] command : List.of(new byte[] {0, 1, 2}, new byte[] {0}, new byte[] {7})) {
      System.out.println(first.run(command));
    }
    System.out.println(first.run(new byte[] {0, 0}));
    try {
      first.run(new byte[0]);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    first.write(new byte[100]);
    later.run(new byte[] {0});
    second.stop();
    Plan plan = new Plan();
    plan.orchestrate();
    for (Vm vm : new ArrayList<>(List.of(first, second, later))) {
      vm.stop();
    }
    Pause.at("after");
  }
}
