package com.acme.pack;

import run.endive.runtime.Instance;
import run.endive.runtime.Store;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;

/** {@link WasmCalls} with Endive. */
public final class EndiveApp extends WasmCalls {
  public static void main(String[] arguments) throws Exception {
    new EndiveApp().run();
  }

  @Override
  Module load(byte[] wasm) {
    WasiPreview1 wasi = WasiPreview1.builder().withOptions(WasiOptions.builder().build()).build();
    Store store = new Store().addFunction(wasi.toHostFunctions());
    Instance instance = store.instantiate("module", Parser.parse(wasm));
    return (function, values) -> instance.export(function).apply(values);
  }
}
