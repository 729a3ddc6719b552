package com.acme.runners;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import java.io.ByteArrayInputStream;

/** Loads modules with Chicory. */
public final class ChicoryModules {
  private ChicoryModules() {}

  public static void main(String[] arguments) throws Exception {
    ModulesToLoad.all(
        wasm -> Instance.builder(Parser.parse(wasm)).build(),
        wasm -> Parser.parse(new ByteArrayInputStream(wasm)));
  }
}
