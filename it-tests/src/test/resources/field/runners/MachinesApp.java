package com.acme.runners;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Machines that cannot be set up, each for a reason of its own. */
public final class MachinesApp {
  private MachinesApp() {}

  /** A machine. */
  public static final class Machine {
    /** One that comes up, or has no image, or no process. */
    public static Machine create(String what) throws IOException {
      Machine machine = new Machine();
      machine.image(what);
      machine.spawn(what);
      return machine;
    }

    private void image(String what) throws IOException {
      if (what.equals("no image")) {
        throw new IOException(what);
      }
    }

    private void spawn(String what) throws IOException {
      if (what.equals("no process")) {
        throw new IOException(what);
      }
    }

    /** Says whether it could be limited. */
    public boolean limit(boolean possible) {
      return possible;
    }

    /** Says later that it cannot be configured. */
    public CompletableFuture<String> configure() {
      CompletableFuture<String> later = new CompletableFuture<>();
      new Thread(() -> later.completeExceptionally(new IOException("no"))).start();
      return later;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Machine machine = Machine.create("up");
    for (String what : new String[] {"no image", "no process", "no image"}) {
      try {
        Machine.create(what);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
    for (int i = 0; i < 5; i++) {
      machine.limit(i < 3);
    }
    machine.configure().exceptionally(e -> "none").join();
    System.out.println("ready");
    System.in.read();
  }
}
