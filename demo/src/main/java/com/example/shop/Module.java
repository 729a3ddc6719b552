package com.example.shop;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A wasm module that adds, and at times runs into a trap. */
final class Module implements Work {
  private final Instance shop;

  Module() throws IOException {
    try (InputStream in = Objects.requireNonNull(Module.class.getResourceAsStream("/shop.wasm"))) {
      WasiPreview1 wasi = WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build();
      this.shop =
          new Store()
              .addFunction(wasi.toHostFunctions())
              .instantiate("shop", Parser.parse(in.readAllBytes()));
    }
  }

  @Override
  public void once(int i) throws Exception {
    Thread.sleep(20);
    shop.export("add").apply(i, 1);
    if (i % 9 == 0) {
      shop.export("trap").apply();
    }
  }
}
