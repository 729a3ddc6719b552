package com.acme.vanishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/**
 * Has guests that are processes, and says the process ids of those that live. Each line of its
 * input has it do one thing.
 */
public final class GuestsApp {
  private GuestsApp() {}

  /** A guest. */
  public static final class Guest {
    private final Process process;
    private final CountDownLatch done = new CountDownLatch(1);

    private Guest(Process process) {
      this.process = process;
    }

    /** One that runs until somebody kills it, or one that has ended at once. */
    public static Guest create(boolean lives) throws Exception {
      Process process = lives ? new ProcessBuilder("sleep", "600").start() : ended();
      return new Guest(process);
    }

    private static Process ended() throws Exception {
      Process process = new ProcessBuilder("true").start();
      process.waitFor();
      return process;
    }

    public long pid() {
      return process.pid();
    }

    /** A command that lasts until it is told to end, and then fails. */
    public void run() throws Exception {
      System.out.println("runs");
      done.await();
      throw new IllegalStateException("no");
    }

    public void stop() {
      process.destroy();
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<Guest> guests = new ArrayList<>();
    Thread command = null;
    System.out.println("ready");
    int asked = 0;
    for (Scanner lines = new Scanner(System.in); lines.hasNextLine(); ) {
      String line = lines.nextLine();
      String answer = "done";
      switch (line) {
        case "create" -> {
          guests.add(Guest.create(true));
          answer = String.valueOf(guests.get(guests.size() - 1).pid());
        }
        case "create ended" -> guests.add(Guest.create(false));
        case "run" -> {
          Guest guest = guests.get(0);
          command =
              new Thread(
                  () -> {
                    try {
                      guest.run();
                    } catch (Exception e) {
                      System.out.println("failed");
                    }
                  });
          command.start();
        }
        case "end command" -> {
          guests.get(0).done.countDown();
          command.join();
        }
        case "stop" -> guests.get(guests.size() - 1).stop();
        default -> answer = "what?";
      }
      System.out.println("#" + ++asked + " " + answer);
    }
  }
}
