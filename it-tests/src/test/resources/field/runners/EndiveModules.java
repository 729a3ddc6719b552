package com.acme.runners;

import java.io.ByteArrayInputStream;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;

/** Loads modules with Endive. */
public final class EndiveModules {
  private EndiveModules() {}

  public static void main(String[] arguments) throws Exception {
    ModulesToLoad.all(
        wasm -> Instance.builder(Parser.parse(wasm)).build(),
        wasm -> Parser.parse(new ByteArrayInputStream(wasm)));
  }
}
