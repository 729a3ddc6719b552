package com.acme.runners;

import java.io.InputStream;
import java.util.Arrays;

/** Modules of which three are no modules, one is cut off, and one imports what nobody gives it. */
final class ModulesToLoad {
  private ModulesToLoad() {}

  /** One way to load. */
  interface Loader {
    Object load(byte[] wasm) throws Exception;
  }

  static void all(Loader instance, Loader parsed) throws Exception {
    byte[] shop;
    try (InputStream in = ModulesToLoad.class.getResourceAsStream("/wasm/shop.wasm")) {
      shop = in.readAllBytes();
    }
    report("no module", () -> instance.load(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    report("no module", () -> instance.load("wasm, not".getBytes("UTF-8")));
    report("no module", () -> parsed.load(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}));
    report("cut off", () -> instance.load(Arrays.copyOf(shop, shop.length - 7)));
    report("not linked", () -> instance.load(shop));
    report("read", () -> parsed.load(shop)); // nothing is wrong with it
    System.out.println("ready");
    System.in.read();
  }

  private interface Try {
    Object load() throws Exception;
  }

  private static void report(String what, Try load) {
    try {
      load.load();
      System.out.println(what + ": loaded");
    } catch (Exception e) {
      System.out.println(what + ": " + e.getClass().getSimpleName());
    }
  }
}
