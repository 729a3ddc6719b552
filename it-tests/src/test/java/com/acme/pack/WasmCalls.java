package com.acme.pack;

import com.acme.harness.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** Calls of a wasm module, a known number of each way to end; prints what came of them. */
abstract class WasmCalls {
  /** Functions of a module. */
  interface Module {
    long[] call(String function, long... arguments);
  }

  /** A module that may import the exit of WASI. */
  abstract Module load(byte[] wasm);

  void run() throws Exception {
    Pause.at("before");
    Module shop = load(read("shop"));
    for (int i = 0; i < 5; i++) {
      System.out.println("add " + shop.call("add", i, 2)[0]);
    }
    for (int i = 0; i < 3; i++) {
      report("trap", () -> shop.call("trap"));
    }
    for (long status : new long[] {0, 0, 7, 7, 7, 7}) {
      report("leave " + status, () -> shop.call("leave", status));
    }
    byte[] command = read("command");
    for (int i = 0; i < 2; i++) {
      report("command", () -> load(command));
    }
    spin(shop, false);
    spin(shop, true);
    Pause.at("after");
  }

  private static void spin(Module shop, boolean seen) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread spinning =
        new Thread(
            () -> {
              begun.countDown();
              report("spin", () -> shop.call("spin"));
            });
    spinning.start();
    begun.await();
    Thread.sleep(200);
    if (seen) {
      Pause.at("inside");
    }
    spinning.interrupt();
    spinning.join();
  }

  private static void report(String what, Runnable call) {
    try {
      call.run();
      System.out.println(what + " done");
    } catch (RuntimeException e) {
      System.out.println(what + " " + e.getClass().getSimpleName());
    }
  }

  private static byte[] read(String module) throws IOException {
    String name = "/wasm/" + module + ".wasm";
    try (InputStream in = Objects.requireNonNull(WasmCalls.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
